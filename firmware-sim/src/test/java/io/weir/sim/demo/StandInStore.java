package io.weir.sim.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the stand-in keeps over a kill: its records, the ids it has taken, and how far the cloud has them. Everything is
 * done under one lock, which makes a message and its traces one atom.
 */
final class StandInStore {
    private static final int AFFECTED = 20;
    private final ObjectMapper mapper = new ObjectMapper();
    private final Flaw flaw;
    private final List<String> records = new ArrayList<>();
    private final Set<String> sessions = new HashSet<>();
    private final Set<String> taken = new HashSet<>();
    private final Map<String, StandInWindows> windows = new HashMap<>();
    private int recordsBeforeNewest;
    private int delivered;
    private int underWay;
    private int readings;
    private int windowsFired;
    private boolean struck;

    StandInStore(Flaw flaw) {
        this.flaw = flaw;
    }

    synchronized boolean openSession(String client) {
        return !sessions.add(client) && flaw != Flaw.FORGETS_SESSIONS;
    }

    /** Keeps a JSON message of a device; a key that was taken before is acknowledged and nothing else. Undecodable ones are dropped. */
    synchronized void take(String key, boolean again, String device, String metric, String payload) {
        boolean isNew = taken.add(key);
        if (again && !isNew && flaw != Flaw.FORGETS_IDS) {
            return;
        }
        try {
            JsonNode json = mapper.readTree(payload);
            JsonNode time = json.required("t");
            long millis = time.isTextual() ? Instant.parse(time.asText()).toEpochMilli() : time.asLong();
            keep(device, millis, metric, json.required("v"), json.required("seq"));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            taken.add(key);
        }
    }

    synchronized void takeEdge(String device, String metric, int level) {
        reading(
                device,
                metric,
                Instant.now().toEpochMilli(),
                mapper.getNodeFactory().numberNode(level));
    }

    private void keep(String device, long millis, String metric, JsonNode value, JsonNode seq) {
        readings++;
        if (isWatched(device)) {
            recordsBeforeNewest = records.size();
        }
        if (strikes(Flaw.LOSES_ONE, readings, device)) {
            return;
        }
        boolean altered = !metric.equals("seq") && strikes(Flaw.ALTERS_ONE, readings, device);
        if (!metric.equals("seq")) {
            reading(device, metric, millis, altered ? mapper.getNodeFactory().numberNode(-77.5) : value);
        }
        reading(device, "seq", millis, seq);
        if (strikes(Flaw.DOUBLES_ONE, readings, device)) {
            reading(device, "seq", millis, seq);
        }
        if (strikes(Flaw.SWAPS_TWO, readings, device)) {
            struck = swapWithOlder(device);
        }
    }

    /** Whether the flaw shows now: once, after a while, and at a device of which the judge must notice it. */
    private boolean strikes(Flaw kind, int count, String device) {
        boolean now = flaw == kind && !struck && count >= AFFECTED && isWatched(device);
        struck |= now;
        return now;
    }

    /** Not those that hear of no acknowledgement, of which some may be lost, nor the one whose clock is so wrong that it has no windows. */
    private static boolean isWatched(String device) {
        return !device.startsWith("valve-") && !device.equals("pump-2") && !device.equals(DemoFleet.GPIO_ADAPTER);
    }

    /** Exchanges the newest two sequence records of the device that are not yet under way, ids and all, if there are two. */
    private boolean swapWithOlder(String device) {
        int newest = -1;
        for (int i = records.size() - 1; i >= underWay; i--) {
            String record = records.get(i);
            if (record.contains("\"device\":\"" + device + "\"")
                    && record.contains("\"metric\":\"seq\"")
                    && record.contains("\"v\"")) {
                if (newest >= 0) {
                    records.set(i, records.set(newest, record));
                    return true;
                }
                newest = i;
            }
        }
        return false;
    }

    private void reading(String device, String metric, long millis, JsonNode value) {
        ObjectNode record = record("raw", device, metric);
        record.put("t", Instant.ofEpochMilli(millis).toString());
        record.set("v", value);
        records.add(record.toString());
        StandInWindows open = windows.computeIfAbsent(device, name -> new StandInWindows(Demo.RULE));
        for (StandInWindows.Result result : open.take(metric, millis, value.asDouble())) {
            window(device, result);
        }
    }

    private void window(String device, StandInWindows.Result result) {
        windowsFired++;
        if (strikes(Flaw.SKIPS_WINDOW, windowsFired, device)) {
            return;
        }
        ObjectNode record = record("windows", device, result.metric());
        record.put("from", Instant.ofEpochMilli(result.fromMillis()).toString());
        record.put("to", Instant.ofEpochMilli(result.toMillis()).toString());
        record.put("count", result.count());
        record.put("mean", strikes(Flaw.WRONG_MEAN, windowsFired, device) ? result.mean() + 0.01 : result.mean());
        record.put("min", result.min());
        record.put("max", result.max());
        records.add(record.toString());
    }

    private ObjectNode record(String stream, String device, String metric) {
        ObjectNode record = mapper.createObjectNode();
        record.put("id", "stand-in/1/" + records.size());
        record.put("stream", stream);
        record.put("device", device);
        record.put("metric", metric);
        return record;
    }

    synchronized List<String> undelivered(int most) {
        underWay = Math.min(records.size(), delivered + most);
        return List.copyOf(records.subList(delivered, underWay));
    }

    /** So many of the undelivered have arrived; none when the cloud could not be reached. */
    synchronized void delivered(int count) {
        delivered += count;
        underWay = delivered;
    }

    synchronized boolean isDrained() {
        return delivered == records.size();
    }

    /** The newest message of a watched device and what came after it: what was written last did not reach the disk. */
    synchronized void losePower() {
        if (flaw == Flaw.LOSES_AT_KILL) {
            while (records.size() > Math.max(recordsBeforeNewest, delivered)) {
                records.remove(records.size() - 1);
            }
        }
    }

    synchronized int pending() {
        return records.size() - delivered;
    }
}
