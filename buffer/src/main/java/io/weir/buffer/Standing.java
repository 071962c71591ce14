package io.weir.buffer;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * One consistent view of a cursor's accounts. At every moment
 * {@code appendedSinceStart = delivered + lag + the sum of expired}, counting records of the cursor's streams.
 *
 * @param position the committed position: everything of this cursor's streams below it is done
 * @param note what was given with the last commit; read-only
 * @param start where this cursor began
 * @param end behind the newest committed entry
 * @param lag records in [position, end) that are still to be committed
 * @param appendedSinceStart records in [start, end)
 * @param expired records that retention or the disk took before this cursor committed them, by reason
 */
public record Standing(
        Offset position,
        ByteBuffer note,
        Offset start,
        Offset end,
        long lag,
        long appendedSinceStart,
        Map<Expiry, Long> expired) {
    /** Records that were read and committed since the start. */
    public long delivered() {
        return appendedSinceStart
                - lag
                - expired.values().stream().mapToLong(Long::longValue).sum();
    }
}
