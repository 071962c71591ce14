package io.weir.sim.fleet;

/** One thing that a device says. The sequence number is the device's own and counts its readings from 1. */
public record Message(long seq, long timeMillis, double value, Kind kind) {

    /** Why it is said. */
    public enum Kind {
        READING,
        /** The reading before once more, on purpose and as a message of its own. */
        AGAIN,
        /** Bytes that nobody can decode. */
        GARBAGE,
        /** The last reading, far enough ahead to close every window before it. */
        CLOSING
    }

    public boolean isReading() {
        return kind != Kind.GARBAGE;
    }
}
