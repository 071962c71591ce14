package io.weir.sim.fleet;

import io.weir.sim.text.Amounts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads one entry under {@code devices} of a fleet file, which may stand for many devices. One thread. */
final class DeviceReader {
    private final Path folder;
    private final String name;
    private final Section section;

    DeviceReader(Path folder, String name, Section section) {
        this.folder = folder;
        this.name = name;
        this.section = section;
    }

    List<DeviceSpec> read() {
        int count = section.value("count", 1, DeviceReader::count);
        Protocol protocol = section.value("protocol", Protocol.MQTT_3, DeviceReader::protocol);
        int qos = section.value("qos", 1, DeviceReader::qos);
        String metric = section.requiredText("metric");
        String topic =
                section.text("topic", protocol == Protocol.COAP ? "{device}/{metric}" : "sensors/{device}/{metric}");
        String unit = section.text("unit", "");
        Duration every = section.value("every", Duration.ofSeconds(1), DeviceReader::positive);
        boolean isoTime = section.value("time", false, DeviceReader::isIso);
        int window = section.value("window", 16, DeviceReader::window);
        int pin = section.whole("pin", 0);
        SignalSpec signal = section.section("signal").map(this::signal).orElse(new SignalSpec.Walk(20, 0.5));
        Faults faults = section.section("faults").map(this::faults).orElse(Faults.NONE);
        section.finish();
        List<DeviceSpec> devices = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            String device = count == 1 ? name : name + "-" + i;
            String path = topic.replace("{device}", device).replace("{metric}", metric);
            if (!metric.isEmpty()) {
                devices.add(new DeviceSpec(
                        device, protocol, qos, path, pin, metric, unit, every, isoTime, window, signal, faults));
            }
        }
        return devices;
    }

    private static int count(String text) {
        return between(text, 1, 2_000);
    }

    private static int qos(String text) {
        return between(text, 0, 1);
    }

    private static int window(String text) {
        return between(text, 1, 65_535);
    }

    private static int between(String text, int least, int most) {
        int number = Integer.parseInt(text);
        if (number < least || number > most) {
            throw new IllegalArgumentException(number + " is not between " + least + " and " + most);
        }
        return number;
    }

    private static Duration positive(String text) {
        Duration length = Amounts.duration(text);
        if (length.isZero()) {
            throw new IllegalArgumentException("must be longer than nothing");
        }
        return length;
    }

    private static boolean isIso(String text) {
        return switch (text) {
            case "iso" -> true;
            case "millis" -> false;
            default -> throw new IllegalArgumentException("expected iso or millis, got \"" + text + "\"");
        };
    }

    private static Protocol protocol(String text) {
        return switch (text) {
            case "mqtt" -> Protocol.MQTT_3;
            case "mqtt5" -> Protocol.MQTT_5;
            case "coap" -> Protocol.COAP;
            case "gpio" -> Protocol.GPIO;
            default -> throw new IllegalArgumentException("expected mqtt, mqtt5, coap or gpio, got \"" + text + "\"");
        };
    }

    private Faults faults(Section faults) {
        try {
            Faults read = new Faults(
                    faults.share("drop-outs"),
                    faults.duration("silence", Duration.ofSeconds(5)),
                    faults.share("duplicates"),
                    faults.share("out-of-order"),
                    faults.duration("disorder", Duration.ofSeconds(1)),
                    faults.share("garbage"),
                    faults.duration("skew", Duration.ZERO));
            faults.finish();
            return read;
        } catch (IllegalArgumentException e) {
            faults.mistakeHere("" + e.getMessage());
            return Faults.NONE;
        }
    }

    private SignalSpec signal(Section signal) {
        try {
            SignalSpec read = anySignal(signal);
            signal.finish();
            return read;
        } catch (IllegalArgumentException e) {
            signal.mistakeHere("" + e.getMessage());
            return new SignalSpec.Counter(0, 1);
        }
    }

    private SignalSpec anySignal(Section signal) {
        if (signal.has("recorded")) {
            return signal.value("recorded", new SignalSpec.Counter(0, 1), this::recorded);
        }
        String kind = signal.requiredText("kind");
        return switch (kind) {
            case "sine" ->
                new SignalSpec.Sine(
                        signal.number("mean", 0), signal.number("amplitude", 1), signal.whole("period", 60));
            case "walk" -> new SignalSpec.Walk(signal.number("start", 0), signal.number("step", 1));
            case "square" ->
                new SignalSpec.Square(signal.number("low", 0), signal.number("high", 1), signal.whole("half", 1));
            case "counter" -> new SignalSpec.Counter(signal.number("start", 0), signal.number("step", 1));
            default ->
                throw new IllegalArgumentException("unknown kind of signal \"" + kind
                        + "\"; known are sine, walk, square, counter, and recorded: NAME");
        };
    }

    private SignalSpec recorded(String source) {
        try {
            return source.endsWith(".csv") ? Recordings.file(folder.resolve(source)) : Recordings.shipped(source);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read the recording: " + e.getMessage(), e);
        }
    }
}
