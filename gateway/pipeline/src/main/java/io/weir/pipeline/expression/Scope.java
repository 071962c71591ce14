package io.weir.pipeline.expression;

import io.weir.device.DeviceId;
import io.weir.device.Quality;
import io.weir.device.Reading;
import io.weir.device.Value;

/** The readings that an expression is about, while it is asked. Used again for the next ones, so that asking allocates nothing. */
final class Scope {

    private static final Reading NOTHING =
            new Reading(new DeviceId("none"), "none", 0, new Value.Num(0), "", Quality.BAD, 0);

    private Reading first = NOTHING;
    private Reading second = NOTHING;
    private boolean missed;

    void about(Reading reading) {
        about(reading, NOTHING);
    }

    void about(Reading one, Reading other) {
        first = one;
        second = other;
        missed = false;
    }

    Reading first() {
        return first;
    }

    Reading second() {
        return second;
    }

    /** There is no answer where a text was asked for. */
    String miss() {
        missed = true;
        return "";
    }

    /** Whether that happened since this was last asked. */
    boolean missed() {
        boolean was = missed;
        missed = false;
        return was;
    }
}
