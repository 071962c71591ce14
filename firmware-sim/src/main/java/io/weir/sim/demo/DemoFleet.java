package io.weir.sim.demo;

import io.weir.sim.fleet.DeviceSpec;
import io.weir.sim.fleet.Faults;
import io.weir.sim.fleet.Protocol;
import io.weir.sim.fleet.Recordings;
import io.weir.sim.fleet.SignalSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The cast: 24 devices on all three protocols, most of them with a fault of their own. */
final class DemoFleet {
    static final String GPIO_ADAPTER = "cabinet";
    static final List<String> MQTT_METRICS = List.of("temperature", "vibration", "level", "pressure");
    static final List<String> COAP_METRICS = List.of("flow", "humidity");
    private static final int FIRST_PIN = 17;
    private static final int LINES = 4;

    private DemoFleet() {}

    static List<DeviceSpec> devices() {
        List<DeviceSpec> devices = new ArrayList<>();
        presses(devices);
        tanks(devices);
        meters(devices);
        for (int line = 0; line < LINES; line++) {
            devices.add(DeviceSpec.gpio(GPIO_ADAPTER, "line-" + (line + 1), FIRST_PIN + line)
                    .every(Duration.ofMillis(400 + 70L * line)));
        }
        return devices;
    }

    private static void presses(List<DeviceSpec> devices) {
        SignalSpec recorded = Recordings.machineTemperature();
        List<Faults> faults = List.of(
                Faults.NONE,
                Faults.NONE.withDisorder(0.1, Duration.ofMillis(900)),
                Faults.NONE.withDisorder(0.1, Duration.ofSeconds(4)),
                Faults.NONE.withDuplicates(0.05),
                Faults.NONE.withGarbage(0.03),
                Faults.NONE.withDropOuts(0.01, Duration.ofSeconds(3)),
                Faults.NONE.withSkew(Duration.ofMinutes(20)),
                Faults.NONE.withSkew(Duration.ofMinutes(-90)));
        for (int i = 0; i < faults.size(); i++) {
            devices.add(mqtt("press-" + (i + 1), Protocol.MQTT_3, 1, "temperature", "Cel")
                    .measuring(recorded)
                    .suffering(faults.get(i)));
        }
    }

    private static void tanks(List<DeviceSpec> devices) {
        Faults everything = Faults.NONE
                .withDuplicates(0.03)
                .withDisorder(0.05, Duration.ofSeconds(2))
                .withGarbage(0.02)
                .withDropOuts(0.01, Duration.ofSeconds(2));
        devices.add(mqtt("tank-1", Protocol.MQTT_5, 1, "level", "m").measuring(new SignalSpec.Sine(3, 1.5, 80)));
        devices.add(mqtt("tank-2", Protocol.MQTT_5, 1, "level", "m").suffering(everything));
        devices.add(
                mqtt("pump-1", Protocol.MQTT_5, 1, "vibration", "m/s2").measuring(new SignalSpec.Square(0.1, 4, 12)));
        devices.add(mqtt("pump-2", Protocol.MQTT_5, 1, "vibration", "m/s2")
                .suffering(Faults.NONE.withSkew(Duration.ofHours(3))));
        devices.add(mqtt("valve-1", Protocol.MQTT_3, 0, "pressure", "bar").measuring(new SignalSpec.Walk(4, 0.2)));
        devices.add(mqtt("valve-2", Protocol.MQTT_5, 0, "pressure", "bar").measuring(new SignalSpec.Counter(1, 0.25)));
    }

    private static void meters(List<DeviceSpec> devices) {
        List<Faults> faults = List.of(
                Faults.NONE,
                Faults.NONE,
                Faults.NONE.withDuplicates(0.05),
                Faults.NONE.withGarbage(0.05),
                Faults.NONE.withDisorder(0.1, Duration.ofSeconds(3)),
                Faults.NONE.withDropOuts(0.02, Duration.ofSeconds(2)));
        for (int i = 0; i < faults.size(); i++) {
            String name = "meter-" + (i + 1);
            String metric = COAP_METRICS.get(i % COAP_METRICS.size());
            devices.add(DeviceSpec.coap(name, "s/" + name + "/" + metric, metric, metric.equals("flow") ? "l/s" : "%RH")
                    .suffering(faults.get(i)));
        }
    }

    private static DeviceSpec mqtt(String name, Protocol version, int qos, String metric, String unit) {
        return DeviceSpec.mqtt(name, version, qos, "sensors/" + name + "/" + metric, metric, unit);
    }
}
