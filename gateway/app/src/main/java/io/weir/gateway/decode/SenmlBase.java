package io.weir.gateway.decode;

import io.weir.device.UndecodableException;

/** The base fields, which hold from the record that gives them until one that gives others. One pack at a time. */
final class SenmlBase {

    private static final int NEWEST_VERSION = 10;

    /** Smaller times are relative to now: RFC 8428, 4.5.3. */
    private static final double RELATIVE_BELOW = 1 << 28;

    private String name = "";
    private String unit = "";
    private double time;
    private double value;
    private double sum;

    void take(SenmlRecord item) throws UndecodableException {
        name = item.text("bn", name);
        unit = item.text("bu", unit);
        time = item.number("bt", time);
        value = item.number("bv", value);
        sum = item.number("bs", sum);
        double version = item.number("bver", NEWEST_VERSION);
        if (version > NEWEST_VERSION) {
            throw new UndecodableException("SenML version " + version + "; the newest known is " + NEWEST_VERSION);
        }
    }

    String name(SenmlRecord item) throws UndecodableException {
        return name + item.text("n", "");
    }

    String unit(SenmlRecord item) throws UndecodableException {
        return item.text("u", unit);
    }

    double value(SenmlRecord item) throws UndecodableException {
        return value + item.number("v", 0);
    }

    double sum(SenmlRecord item) throws UndecodableException {
        return sum + item.number("s", 0);
    }

    /** Epoch milliseconds. */
    long timeMillis(SenmlRecord item, long arrivalMillis) throws UndecodableException {
        double seconds = seconds(item);
        double millis = seconds * 1000 + (isRelative(item) ? arrivalMillis : 0);
        return EventTime.ofMillis(millis)
                .orElseThrow(
                        () -> new UndecodableException("the SenML time " + seconds + " is beyond the years 1 to 9999"));
    }

    /** Whether its time counts from the arrival (RFC 8428, section 4.5.3). */
    boolean isRelative(SenmlRecord item) throws UndecodableException {
        return Math.abs(seconds(item)) < RELATIVE_BELOW;
    }

    private double seconds(SenmlRecord item) throws UndecodableException {
        return time + item.number("t", 0);
    }
}
