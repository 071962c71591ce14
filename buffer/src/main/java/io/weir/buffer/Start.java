package io.weir.buffer;

import java.time.Instant;

/** Where a cursor that has no durable position yet begins. */
public sealed interface Start {
    /** At the oldest entry that is still there. */
    record Oldest() implements Start {}

    /** Behind the newest committed entry. */
    record Newest() implements Start {}

    /** At this offset, or at the nearest that exists. */
    record At(Offset offset) implements Start {}

    /** At the first block that was appended at or after this instant of the log's clock. */
    record Since(Instant appendedAt) implements Start {}
}
