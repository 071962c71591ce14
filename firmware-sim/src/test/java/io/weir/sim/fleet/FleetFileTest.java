package io.weir.sim.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FleetFileTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"gateway.yaml", "faults.yaml"})
    void theExamplesAreGood(String example) throws Exception {
        FleetPlan plan = FleetFile.read(Path.of("examples", example));

        assertThat(plan.devices()).isNotEmpty();
    }

    @Test
    void theBrokerExampleOnlyMissesItsPassword() {
        assertThatThrownBy(() -> FleetFile.read(Path.of("examples/broker.yaml")))
                .hasMessageContaining("broker.yaml:6:19: env: the environment has no MQTT_PASSWORD")
                .message()
                .hasLineCount(1);
    }

    @Test
    void readsEverythingADeviceCanBe() throws Exception {
        FleetPlan plan = read("""
                seed: 9
                for: 1m30s
                gateway: {mqtt: "127.0.0.1:2883", coap: "[::1]:6683", gpio: g.sock}
                devices:
                  press:
                    count: 2
                    protocol: mqtt5
                    qos: 0
                    topic: a/{device}/{metric}
                    metric: temperature
                    unit: Cel
                    every: 250ms
                    time: iso
                    window: 4
                    signal: {kind: sine, mean: 20, amplitude: 3, period: 30}
                    faults: {drop-outs: 1%, silence: 3s, duplicates: 0.5, out-of-order: 2%, disorder: 4s, garbage: 3%, skew: -10m}
                """);

        assertThat(plan.seed()).isEqualTo(9);
        assertThat(plan.length()).isEqualTo(Duration.ofSeconds(90));
        assertThat(plan.endpoints().mqtt().getPort()).isEqualTo(2883);
        assertThat(plan.endpoints().coap().getPort()).isEqualTo(6683);
        assertThat(plan.endpoints().gpioSocket()).isEqualTo(folder.resolve("g.sock"));
        assertThat(plan.devices()).containsExactly(press("press-1"), press("press-2"));
    }

    private static DeviceSpec press(String name) {
        Faults faults = new Faults(
                0.01, Duration.ofSeconds(3), 0.5, 0.02, Duration.ofSeconds(4), 0.03, Duration.ofMinutes(-10));
        return new DeviceSpec(
                name,
                Protocol.MQTT_5,
                0,
                "a/" + name + "/temperature",
                0,
                "temperature",
                "Cel",
                Duration.ofMillis(250),
                true,
                4,
                new SignalSpec.Sine(20, 3, 30),
                faults);
    }

    @Test
    void replaysARecordingOfOnesOwn() throws Exception {
        Files.writeString(folder.resolve("mine.csv"), "timestamp,value\na,1.5\nb,2.5\n");

        FleetPlan plan = read("devices: {d: {metric: m, signal: {recorded: mine.csv}}}");

        assertThat(plan.devices().get(0).signal()).isEqualTo(new SignalSpec.Recorded(java.util.List.of(1.5, 2.5)));
    }

    @Test
    void reportsEveryMistakeAtOnceEachWithItsPlace() {
        assertThatThrownBy(() -> read("""
                        sed: 9
                        gateway: {mqtt: nowhere}
                        devices:
                          a:
                            protocol: zigbee
                            metric: m
                            every: 5
                            qos: 2
                            faults: {garbage: 300%}
                          b:
                            signal: {kind: triangle}
                          c:
                            metric: m
                            signal: {recorded: none.csv}
                        """))
                .isInstanceOf(BadFleetFileException.class)
                .message()
                .contains(
                        "f.yaml:1:1: unknown key \"sed\"",
                        "f.yaml:2:17: mqtt: expected host:port, got \"nowhere\"",
                        "f.yaml:5:15: protocol: expected mqtt, mqtt5, coap or gpio, got \"zigbee\"",
                        "f.yaml:7:12: every: not a duration: \"5\"",
                        "f.yaml:8:10: qos: 2 is not between 0 and 1",
                        "f.yaml:9:13: garbage (3.0) must be a share between 0 and 1",
                        "f.yaml:11:5: missing key \"metric\"",
                        "f.yaml:11:13: unknown kind of signal \"triangle\"",
                        "f.yaml:14:24: recorded: cannot read the recording");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[1, 2]", "devices: 5", "a: [", "devices: {a: {metric: m, metric: n}}", "\t"})
    void saysWhereAFileThatIsNoFleetIsWrong(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(BadFleetFileException.class)
                .hasMessageContaining("f.yaml");
    }

    private FleetPlan read(String text) throws IOException, BadFleetFileException {
        Path file = folder.resolve("f.yaml");
        Files.writeString(file, text);
        return FleetFile.read(file);
    }
}
