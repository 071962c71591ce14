package io.weir.buffer;

/** What happens when the quota is used up. */
public enum WhenFull {
    /** {@link RecordLog#hasRoom} answers false until cursors have moved on. */
    REJECT,
    /** The oldest sealed segments go, read or not; what a cursor has missed is counted as {@link Expiry#MAX_SIZE}. */
    DROP_OLDEST
}
