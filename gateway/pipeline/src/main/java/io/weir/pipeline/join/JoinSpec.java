package io.weir.pipeline.join;

import io.weir.device.config.Settings;
import java.time.Duration;

/**
 * What a join is told.
 *
 * @param left the metric for each reading of which there is at most one result
 * @param right the metric that it is joined with
 * @param withinMillis how far apart in event time the two may be
 * @param waitMillis how long a reading waits for its partner, by the gateway's clock
 * @param keep readings of one device that wait at once, for each of the two metrics
 * @param as the metric of the result
 */
record JoinSpec(
        String left, String right, long withinMillis, long waitMillis, int keep, int maxKeys, String as, String unit) {

    static JoinSpec of(Settings settings) {
        Duration within = settings.span("within");
        Duration wait = settings.has("wait") ? settings.span("wait") : within;
        return new JoinSpec(
                settings.text("metric"),
                settings.text("with"),
                within.toMillis(),
                wait.toMillis(),
                Math.toIntExact(settings.whole("keep")),
                Math.toIntExact(settings.whole("max-keys")),
                settings.text("as"),
                settings.text("unit"));
    }
}
