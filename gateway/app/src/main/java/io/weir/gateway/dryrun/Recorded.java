package io.weir.gateway.dryrun;

import io.weir.device.Reading;

/** Something that happened to pipelines once. */
public sealed interface Recorded {

    /** A reading came in; {@code input} is empty when the adapter has none. */
    record Arrived(String adapter, String input, Reading reading) implements Recorded {}

    /** The gateway's clock showed this. */
    record Clock(long nowMillis) implements Recorded {}

    /** The gateway's clock was set and shows so much more from here on. */
    record ClockSet(long byMillis) implements Recorded {}
}
