package io.weir.pipeline.alarm;

import static io.weir.pipeline.Harness.measured;
import static io.weir.pipeline.Harness.step;

import io.weir.device.Reading;
import io.weir.device.Value;
import io.weir.pipeline.Given;
import io.weir.pipeline.Harness;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Readings that come to one step, and what it makes of them, as short text. */
final class Watching {

    private static final Pattern READING =
            Pattern.compile(".*device=([^,]+), metric=([^,]+), timeMillis=([^,]+), value=\\w+\\[value=([^]]*)], "
                    + "unit=([^,]*), quality=(\\w+).*");

    private final List<Harness.Event> events = new ArrayList<>();

    /** Of device {@code d}, arriving when it was measured. */
    Watching comes(long timeMillis, double value) {
        return comes("d", timeMillis, new Value.Num(value));
    }

    Watching comes(long timeMillis, boolean value) {
        return comes("d", timeMillis, new Value.Bool(value));
    }

    Watching comes(long timeMillis, String value) {
        return comes("d", timeMillis, new Value.Text(value));
    }

    Watching comes(String device, long timeMillis, Value value) {
        return comes(Given.reading(device, "t", timeMillis, value, timeMillis));
    }

    Watching comes(long timeMillis, double value, long arrivalMillis) {
        return comes(Given.reading("d", "t", timeMillis, new Value.Num(value), arrivalMillis));
    }

    Watching comes(Reading reading) {
        events.add(measured(reading));
        return this;
    }

    Watching ticks(long nowMillis) {
        events.add(Harness.ticked(nowMillis));
        return this;
    }

    /** Each as {@code d t.alarm 1000 true}, and a {@code ?} behind it where it is uncertain. */
    List<String> gives(String kind, Object... keysAndValues) {
        return Harness.run(Given.pipeline("p", step(kind, keysAndValues)), events).stream()
                .map(Watching::brief)
                .toList();
    }

    static String brief(Object line) {
        Matcher reading = READING.matcher(line.toString());
        if (!reading.matches()) {
            throw new IllegalArgumentException("no reading: " + line);
        }
        String unit = reading.group(5).isEmpty() ? "" : " " + reading.group(5);
        return reading.group(1) + " " + reading.group(2) + " " + reading.group(3) + " " + reading.group(4) + unit
                + (reading.group(6).equals("GOOD") ? "" : " ?");
    }
}
