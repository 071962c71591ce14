package io.weir.device;

/**
 * One measurement.
 *
 * @param metric 1 to 255 characters
 * @param timeMillis event time, epoch milliseconds, may be negative
 * @param unit a UCUM or SenML code such as {@code Cel}; empty when unknown
 * @param arrivalMillis the gateway's clock when the message came in, epoch milliseconds. Operators that need a clock use
 *     this one, so that a replay gives the same result
 * @param timeQuality whose clock gave {@code timeMillis}
 */
public record Reading(
        DeviceId device,
        String metric,
        long timeMillis,
        Value value,
        String unit,
        Quality quality,
        long arrivalMillis,
        TimeQuality timeQuality)
        implements Record {

    public static final int MAX_METRIC = 255;
    public static final int MAX_UNIT = 63;

    public Reading {
        if (metric.isEmpty() || metric.length() > MAX_METRIC) {
            throw new IllegalArgumentException(
                    "a metric name has 1 to " + MAX_METRIC + " characters, this one " + metric.length());
        }
        if (unit.length() > MAX_UNIT) {
            throw new IllegalArgumentException(
                    "a unit has at most " + MAX_UNIT + " characters, this one " + unit.length());
        }
    }

    /** A measurement that brought its time along. */
    public Reading(
            DeviceId device,
            String metric,
            long timeMillis,
            Value value,
            String unit,
            Quality quality,
            long arrivalMillis) {
        this(device, metric, timeMillis, value, unit, quality, arrivalMillis, TimeQuality.DEVICE);
    }

    /** The same measurement with another value. */
    public Reading with(Value other) {
        return new Reading(device, metric, timeMillis, other, unit, quality, arrivalMillis, timeQuality);
    }

    /** The same measurement at other times. */
    public Reading at(long time, long arrival, TimeQuality quality) {
        return new Reading(device, metric, time, value, unit, this.quality, arrival, quality);
    }

    @Override
    public String deviceName() {
        return device.value();
    }
}
