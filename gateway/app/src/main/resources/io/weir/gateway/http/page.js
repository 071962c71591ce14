// One stream of server-sent events feeds the page; nothing is loaded from anywhere else.
'use strict';

const SHORTEST_MILLIS = 500;
const history = [];
const byId = id => document.getElementById(id);
const number = value => Math.round(value).toLocaleString('en').replace(/,/g, '\u202f');

function size(bytes) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let unit = 0;
  for (; bytes >= 1024 && unit < units.length - 1; unit++) bytes /= 1024;
  return (unit && bytes < 100 ? bytes.toFixed(1) : Math.round(bytes)) + ' ' + units[unit];
}

function duration(seconds) {
  if (seconds < 120) return Math.round(seconds) + ' s';
  if (seconds < 7200) return Math.round(seconds / 60) + ' min';
  return (seconds / 3600).toFixed(1) + ' h';
}

// Text always goes in as text: names come from configuration files and devices.
function element(tag, text, className) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function node(title, rows, trouble) {
  const box = element('div', undefined, 'node');
  box.append(element('h3', title));
  const list = element('dl');
  for (const [name, value] of rows) list.append(element('dt', name), element('dd', value));
  box.append(list);
  for (const words of trouble || []) if (words) box.append(element('p', words, 'bad'));
  return box;
}

const sum = (things, key) => Object.values(things).reduce((all, one) => all + (one[key] || 0), 0);
const total = counts => Object.values(counts || {}).reduce((all, one) => all + one, 0);
const sections = (things, draw) => Object.entries(things || {}).map(([name, one]) => draw(name, one));

function truth(ledger) {
  const lost = sum(ledger.streams, 'lost') + Object.values(ledger.uplinks).reduce((all, up) => all + total(up.expired), 0);
  const figures = [
    ['readings taken', number(sum(ledger.adapters, 'readings'))],
    ['records stored', number(sum(ledger.streams, 'appended'))],
    ['delivered', number(sum(ledger.uplinks, 'delivered'))],
    ['waiting', number(sum(ledger.uplinks, 'pending'))],
    ['dead-lettered', number(sum(ledger.uplinks, 'dead-lettered'))],
    ['lost or expired', number(lost), lost > 0],
    ['ledger', ledger.balanced ? 'balances' : 'does not balance', !ledger.balanced],
  ];
  byId('truth').replaceChildren(...figures.map(([name, value, bad]) => {
    const box = element('div', undefined, 'figure');
    box.append(element('b', value, bad ? 'bad' : ''), element('span', name));
    return box;
  }));
}

function rate(ledger, now) {
  // What was held up on the way comes all at once: then the last of it stands for the whole time since.
  while (history.length > 1 && now - history[history.length - 1].now < SHORTEST_MILLIS) history.pop();
  history.push({ now, taken: sum(ledger.adapters, 'readings'), delivered: sum(ledger.uplinks, 'delivered') });
  if (history.length > 121) history.shift();
  const points = history.slice(1).map((h, i) => {
    const seconds = Math.max(SHORTEST_MILLIS, h.now - history[i].now) / 1000;
    return { taken: Math.max(0, h.taken - history[i].taken) / seconds, delivered: Math.max(0, h.delivered - history[i].delivered) / seconds };
  });
  const peak = Math.max(1, ...points.map(p => Math.max(p.taken, p.delivered)));
  const x = i => 600 - (points.length - 1 - i) * 5;
  const y = v => 78 - 74 * v / peak;
  const path = key => points.map((p, i) => (i ? 'L' : 'M') + x(i) + ' ' + y(p[key]).toFixed(1)).join(' ');
  const svg = byId('rate');
  svg.replaceChildren();
  for (const [className, d] of [['out', points.length ? path('delivered') + ' L600 80 L' + x(0) + ' 80 Z' : ''], ['in', path('taken')]]) {
    const shape = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    shape.setAttribute('class', className);
    shape.setAttribute('d', d);
    svg.append(shape);
  }
  byId('peak').textContent = ' · highest ' + number(peak) + ' a second';
}

function flow(status, ledger) {
  byId('adapters').replaceChildren(...sections(status.adapters, (name, one) => {
    const account = ledger.adapters[name] || {};
    return node(name + ' (' + one.type + ')', [
      ['state', one.connected ? 'open' : 'not connected'], ['peers', number(one.peers)],
      ['messages', number(account.messages || 0)], ['rejected', number(total(account.rejected))],
      ...Object.entries(one.listening || {}).map(([kind, address]) => [kind || 'listens', address])], one.trouble);
  }));
  byId('pipelines').replaceChildren(...sections(ledger.pipelines, (name, one) => node(name, [
    ['in', number(one.in)], ['filtered', number(total(one.filtered))], ['aggregated', number(one.aggregated)],
    ['late', number(one.late)], ['out', number(one.out)]])));
  const buffer = status.buffer || {};
  byId('buffer').replaceChildren(node('on disk', [
    ['size', size(buffer.bytes || 0) + ' of ' + size(buffer['max-bytes'] || 0)], ['segments', number(buffer.segments || 0)],
    ['commits', number(buffer.commits || 0)], ['in memory', size(buffer['intake-bytes'] || 0)]], [buffer.trouble]));
  byId('uplinks').replaceChildren(...sections(ledger.uplinks, (name, one) => {
    const state = (status.uplinks || {})[name] || {};
    return node(name + (state.type ? ' (' + state.type + ')' : ''), [
      ['state', state.connected ? 'connected' : 'not connected'], ['delivered', number(one.delivered)],
      ['waiting', number(one.pending)], ['retries', number(state.retries || 0)]], [state.trouble]);
  }));
}

function show(event) {
  const { status, ledger } = JSON.parse(event.data);
  byId('gateway').textContent = ledger.gateway;
  document.title = 'Weir ' + ledger.gateway;
  const trouble = status.trouble || '';
  byId('state').textContent = trouble || 'running for ' + duration(status['uptime-seconds'] || 0) + ', version ' + status.version;
  byId('state').className = trouble ? 'bad' : 'good';
  truth(ledger);
  rate(ledger, Date.now());
  flow(status, ledger);
}

const source = new EventSource('api/v1/live');
source.onmessage = show;
source.onerror = () => {
  byId('state').textContent = 'The gateway does not answer; this page tries again by itself.';
  byId('state').className = 'bad';
};
