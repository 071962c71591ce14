package io.weir.pipeline;

import io.weir.device.Aggregate;
import io.weir.device.DeviceId;
import io.weir.device.Quality;
import io.weir.device.Reading;
import io.weir.device.Value;
import io.weir.device.WindowResult;
import io.weir.pipeline.step.Emitter;
import java.util.function.Consumer;

/**
 * The gateway's time of what a pipeline is doing, and with it what steps behind a window see: every figure of a result as
 * a reading of its own. Its metric is {@code temperature.mean}, its time the last millisecond of the window, it arrives when the
 * window fires, and it is uncertain when the window was partial. A result that belongs to no device is that of {@code all}.
 */
final class Moment {

    private static final DeviceId ALL = new DeviceId("all");

    private final SetClock clock;
    private long nowMillis = Emitter.NO_TIME;

    Moment(SetClock clock) {
        this.clock = clock;
    }

    long steadyMillis() {
        return nowMillis == Emitter.NO_TIME ? nowMillis : clock.steadyMillis(nowMillis);
    }

    long nowMillis() {
        return nowMillis;
    }

    /** Begins a call that something with a time caused. */
    void at(long millis) {
        nowMillis = millis;
    }

    /** Ends it. What happens outside of one, as closing, has no time but that of the data. */
    void end() {
        nowMillis = Emitter.NO_TIME;
    }

    void readings(WindowResult result, Consumer<Reading> taker) {
        DeviceId device = result.deviceName().isEmpty() ? ALL : new DeviceId(result.deviceName());
        Quality quality = result.partial() ? Quality.UNCERTAIN : Quality.GOOD;
        long time = result.toMillis() - 1;
        for (Aggregate figure : result.aggregates()) {
            taker.accept(new Reading(
                    device,
                    metric(result.metric(), figure.name()),
                    time,
                    new Value.Num(figure.value()),
                    "",
                    quality,
                    nowMillis == Emitter.NO_TIME ? time : nowMillis,
                    result.timeQuality()));
        }
    }

    private static String metric(String metric, String figure) {
        if (metric.isEmpty()) {
            return figure;
        }
        int room = Reading.MAX_METRIC - figure.length() - 1;
        return metric.substring(0, Math.min(metric.length(), room)) + "." + figure;
    }
}
