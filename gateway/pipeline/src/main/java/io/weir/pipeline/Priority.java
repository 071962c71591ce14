package io.weir.pipeline;

/** What a stream is worth when the buffer is full: the lowest is given up first, and the highest is never thinned. */
public enum Priority {
    LOW(0),
    NORMAL(1),
    HIGH(2);

    private final int rank;

    Priority(int rank) {
        this.rank = rank;
    }

    /** The greater, the longer it is kept. */
    public int rank() {
        return rank;
    }
}
