package io.weir.pipeline;

/** What a stream is worth when the buffer is full: the lowest is given up first, and the highest is never thinned. */
public enum Priority {
    LOW,
    NORMAL,
    HIGH
}
