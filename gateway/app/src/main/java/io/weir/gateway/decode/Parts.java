package io.weir.gateway.decode;

import io.weir.device.DeviceId;
import io.weir.device.Quality;
import io.weir.device.Reading;
import io.weir.device.TimeQuality;
import io.weir.device.UndecodableException;
import io.weir.device.Value;
import java.util.OptionalLong;

/** The parts of a reading, made of what was found, or refused with the place and what stood there. */
final class Parts {

    private Parts() {}

    static Value value(Found found, String place) throws UndecodableException {
        if (found instanceof Found.Truth truth) {
            return new Value.Bool(truth.value());
        }
        if (found instanceof Found.Num number && Double.isFinite(number.value())) {
            return new Value.Num(number.value());
        }
        if (found instanceof Found.Text text && text.value().length() <= Value.MAX_TEXT) {
            return new Value.Text(text.value());
        }
        throw new UndecodableException(
                "the value at " + place + " is no number, boolean or text that fits: " + found.words());
    }

    static long time(Found found, String place) throws UndecodableException {
        OptionalLong millis = found instanceof Found.Num number
                ? EventTime.of(number.value())
                : found instanceof Found.Text text ? EventTime.of(text.value()) : OptionalLong.empty();
        return millis.orElseThrow(() -> new UndecodableException("the time at " + place
                + " is neither ISO 8601 nor seconds, milliseconds or microseconds since 1970: " + found.words()));
    }

    /** A name: a text, or a whole number, since some devices are called 17. */
    static String word(Found found, String what, String place) throws UndecodableException {
        if (found instanceof Found.Text text) {
            return text.value();
        }
        if (found instanceof Found.Num number
                && number.value() == Math.rint(number.value())
                && Math.abs(number.value()) < 1L << 53) {
            return String.valueOf((long) number.value());
        }
        throw new UndecodableException("the " + what + " at " + place + " is no text: " + found.words());
    }

    static Reading reading(
            String device,
            String metric,
            long timeMillis,
            Value value,
            String unit,
            long arrivalMillis,
            TimeQuality timeQuality)
            throws UndecodableException {
        if (device.isEmpty()) {
            throw new UndecodableException("no device: neither the topic captures {device} nor does decode give one");
        }
        if (metric.isEmpty()) {
            throw new UndecodableException("no metric: neither the topic captures {metric} nor does decode give one");
        }
        try {
            return new Reading(
                    new DeviceId(device), metric, timeMillis, value, unit, Quality.GOOD, arrivalMillis, timeQuality);
        } catch (IllegalArgumentException e) {
            throw new UndecodableException(String.valueOf(e.getMessage()));
        }
    }
}
