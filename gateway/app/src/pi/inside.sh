#!/bin/bash
# Runs as root inside the emulated Pi, started by systemd. Lines that begin with "PI " are for the host; the last of them is the
# verdict. The gateway is installed as a user does it, and sees a real gpiochip, real sockets and a counting cloud.
set -euo pipefail
cd "$(dirname "$0")"
export SYSTEMD_COLORS=0 SYSTEMD_URLIFY=0
say() { echo "PI [$(cut -d' ' -f1 /proc/uptime)] $*"; }

verdict="failed, see above"
finish() {
    if [ "$verdict" != passed ]; then
        say "--- journal"
        journalctl --no-pager -o short-monotonic -u weir -n 150 || true
        systemctl status weir --no-pager --full || true
        say "--- cloud"
        journalctl --no-pager -o short-monotonic -u cloud -n 50 || true
    fi
    echo "PI VERDICT $verdict"
    sync
}
trap finish EXIT
trap 'say "line $LINENO failed: $BASH_COMMAND"' ERR

# Waits for a condition that some other process makes true.
eventually() {
    local seconds=$1 tries=0
    shift
    until "$@" > /dev/null 2>&1; do
        tries=$((tries + 1))
        if [ "$tries" -ge "$seconds" ]; then say "not within $seconds s: $*"; return 1; fi
        sleep 1
    done
}

make_gpiochip() {
    modprobe gpio-sim
    mountpoint -q /sys/kernel/config || mount -t configfs none /sys/kernel/config
    local chip=/sys/kernel/config/gpio-sim/pi
    mkdir -p "$chip/bank0/line17"
    echo 54 > "$chip/bank0/num_lines"
    echo pinctrl-bcm2711 > "$chip/bank0/label"      # the name by which a Pi 4 has its pins
    echo GPIO17 > "$chip/bank0/line17/name"
    echo 1 > "$chip/live"
    pull=/sys/devices/platform/$(< "$chip/dev_name")/$(< "$chip/bank0/chip_name")/sim_gpio17/pull
    echo pull-up > "$pull"
    udevadm settle
    gpiodetect | while read -r line; do say "gpiodetect: $line"; done
}

ready() { [ "$(systemctl show weir -p ActiveState --value)" = active ]; }

start_cloud() {
    systemd-run --quiet --unit=cloud --working-directory="$PWD" \
        java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx64m -jar weir-sim.jar cloud
    eventually 120 counts
}
counts() { curl -fsS --max-time 10 http://127.0.0.1:9003/counts; }
# How many records of a stream the cloud has.
arrived() { counts | sed -n "s/.*\"streams\":{[^}]*\"$1\":\([0-9]*\).*/\1/p"; }
has_more_than() { [ "$(arrived "$2")" -gt "$1" ]; }

say "hardware clock set the system clock: $(cat /sys/class/rtc/rtc*/hctosys 2> /dev/null || echo no); NTP: $(timedatectl show -p NTPSynchronized --value || echo unknown)"
say "kernel $(uname -r), $(tr -d '\0' < /proc/device-tree/model), $(java -version 2>&1 | head -n 1)"
make_gpiochip

# An emulated processor takes many times as long to start Java as a Pi does, and nobody knows how busy its host is.
mkdir -p /etc/systemd/system/weir.service.d
printf '[Service]\nTimeoutStartSec=infinity\nEnvironment=WEIR_JAVA_OPTS=-XX:TieredStopAtLevel=1\n' > /etc/systemd/system/weir.service.d/emulated.conf

say "installing the package as it comes"
dpkg -i weir_*_all.deb 2>&1 | while read -r line; do say "dpkg: $line"; done
eventually 240 ready
say "ready with the configuration of the package"
[ "$(stat -c %G /dev/gpiochip* | sort -u)" = gpio ]

say "starting the cloud, and the gateway with a device of each kind"
start_cloud
cp gateway.yaml /etc/weir/weir.yaml
setpriv --reuid=weir --regid=weir --clear-groups weir check /etc/weir/weir.yaml
systemctl restart weir
eventually 240 ready
say "ready"

say "an edge on GPIO 17, an MQTT message and a CoAP message"
edges=$(arrived gpio)
echo pull-down > "$pull"
mosquitto_pub -h 127.0.0.1 -q 1 -t sensors/pump/temperature -m '{"v": 21.5}'
say "the MQTT message is acknowledged"
answer=$(coap-client-openssl -v 6 -m post -t json -e '{"v": 7.25}' coap://127.0.0.1/s/meter/flow 2>&1)
grep -q 'c:2\.04' <<< "$answer" || { say "CoAP answered: $answer"; false; }
say "the CoAP message is acknowledged"
eventually 60 has_more_than 0 mqtt
eventually 60 has_more_than 0 coap
eventually 60 has_more_than "${edges:-0}" gpio
say "all three arrived at the cloud: $(counts)"
edge=$(weir buffer cat --stream gpio /var/lib/weir | tail -n 1)
say "the edge: $edge"
grep -q '"device":"cabinet","metric":"door".*"v":false' <<< "$edge"
ledger=$(weir ledger http://127.0.0.1:8080)
grep -q '"balanced" *: *true' <<< "$ledger" || { say "the ledger does not balance: $ledger"; false; }

say "the same machine wakes up three days behind: no NTP yet, and nothing known of before"
systemctl stop weir
rm -rf /var/lib/weir/*
sed -i 's/^gateway: {/gateway: {clock: {trust: ntp}, /' /etc/weir/weir.yaml
# Without timedated it is systemd-timesyncd's file that tells, which a test can write.
systemctl mask --runtime --now systemd-timedated
mkdir -p /run/systemd/timesync
truth=$(date +%s) asleep=$(cut -d. -f1 /proc/uptime)
now() { echo $((truth - asleep + $(cut -d. -f1 /proc/uptime))); }
date -s "@$(($(now) - 3 * 86400))" > /dev/null
say "the system clock shows $(date -Is)"
systemctl start --no-block weir
eventually 240 ready
say "ready"
edges=$(arrived gpio)
status() { curl -fsS --max-time 10 "http://127.0.0.1:8080/api/v1/$1"; }
stored_edge() { [[ $(status ledger | tr -d ' \n') == *'"gpio":{"appended":'[1-9]* ]]; }
[[ $(status status | tr -d ' \n') == *'"trusted":false'* ]]
# asking for the line with its pull has let go what the test held down before
echo pull-down > "$pull"
eventually 60 stored_edge
say "the edge is stored, its time is not known"
[ "$(arrived gpio)" = "$edges" ]

say "NTP answers"
date -s "@$(now)" > /dev/null
touch /run/systemd/timesync/synchronized
eventually 60 has_more_than "$edges" gpio
edge=$(weir buffer cat --stream gpio /var/lib/weir | tail -n 1)
say "the edge: $edge"
grep -q '"v":false,"time-quality":"restamped"' <<< "$edge"
at=$(date -d "$(sed 's/.*"t":"\([^"]*\)".*/\1/' <<< "$edge")" +%s)
[ $(($(now) - at)) -ge -5 ] && [ $(($(now) - at)) -lt 600 ]

say "the service stops cleanly"
systemctl stop weir
[ "$(systemctl show weir -p Result --value)" = success ]

say "removing the package keeps the data, purging it does not"
dpkg -r weir
[ -d /var/lib/weir ] && [ -f /etc/weir/weir.yaml ]
[ "$(systemctl is-active weir || true)" = inactive ]
dpkg -P weir
[ ! -e /var/lib/weir ] && [ ! -e /etc/weir ]

verdict=passed
