package io.weir.pipeline;

import io.weir.device.DeviceId;
import io.weir.device.Quality;
import io.weir.device.Reading;
import io.weir.device.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Readings and ticks one after the other, as a test writes them down, and what becomes of them in steps. */
public final class Script {

    private final List<Harness.Event> events = new ArrayList<>();
    private String device = "d";
    private String metric = "temperature";
    private String unit = "";

    /** What follows is of this device and metric. */
    public Script of(String otherDevice, String otherMetric) {
        device = otherDevice;
        metric = otherMetric;
        return this;
    }

    /** What follows is in this unit. */
    public Script in(String otherUnit) {
        unit = otherUnit;
        return this;
    }

    /** A number that arrives when it was measured. */
    public Script at(long timeMillis, double value) {
        return at(timeMillis, new Value.Num(value), timeMillis);
    }

    public Script at(long timeMillis, boolean value) {
        return at(timeMillis, new Value.Bool(value), timeMillis);
    }

    public Script at(long timeMillis, String value) {
        return at(timeMillis, new Value.Text(value), timeMillis);
    }

    public Script at(long timeMillis, double value, long arrivalMillis) {
        return at(timeMillis, new Value.Num(value), arrivalMillis);
    }

    public Script at(long timeMillis, boolean value, long arrivalMillis) {
        return at(timeMillis, new Value.Bool(value), arrivalMillis);
    }

    public Script at(long timeMillis, Value value, long arrivalMillis) {
        return at(timeMillis, value, Quality.GOOD, arrivalMillis);
    }

    public Script at(long timeMillis, Value value, Quality quality, long arrivalMillis) {
        events.add(Harness.measured(
                new Reading(new DeviceId(device), metric, timeMillis, value, unit, quality, arrivalMillis)));
        return this;
    }

    public Script tick(long nowMillis) {
        events.add(Harness.ticked(nowMillis));
        return this;
    }

    public List<Harness.Event> events() {
        return events;
    }

    /** What leaves the steps, as {@code time:value}; the harness holds that every way of running gives the same. */
    public List<String> through(Map<?, ?>... steps) {
        return lines("$3:$4", steps);
    }

    /** The same as {@code device/metric time:value unit quality}, what is empty left out. */
    public List<String> fully(Map<?, ?>... steps) {
        return lines("$1/$2 $3:$4 $5 $6", steps).stream()
                .map(line -> line.replace("  ", " "))
                .toList();
    }

    private List<String> lines(String form, Map<?, ?>... steps) {
        return Harness.run(Given.pipeline("p", steps), events).stream()
                .map(line -> line.replaceAll(
                        ".*device=([^,]*), metric=([^,]*), timeMillis=([^,]*), value=\\w+\\[value=([^]]*)],"
                                + " unit=([^,]*), quality=([^,]*),.*",
                        form))
                .toList();
    }
}
