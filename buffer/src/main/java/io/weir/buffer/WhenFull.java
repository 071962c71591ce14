package io.weir.buffer;

/** What happens when the quota is used up. */
public enum WhenFull {
    /** {@link RecordLog#hasRoom} answers false until cursors have moved on. */
    REJECT,
    /**
     * Records go, read or not, those of the lowest {@link Retain#priority} first and of these the oldest; what a cursor has
     * missed is counted as {@link Expiry#MAX_SIZE}.
     */
    DROP_OLDEST,
    /**
     * Records are condensed by {@link Retain#thin}, those that were condensed least first and of these the oldest
     * ({@link Expiry#THINNED}); when that gains nothing any more, as {@link #DROP_OLDEST}.
     */
    THIN
}
