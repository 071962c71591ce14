package io.weir.buffer;

/**
 * Where entries of a stream were that were given up before a cursor had read them.
 *
 * @param from the first offset of the segments they were in
 * @param to behind the last of these
 * @param count entries of this stream that were given up there for this reason
 */
public record ExpiredRange(Expiry reason, int stream, Offset from, Offset to, long count) {
    /** Whether the other one follows this one without a hole, or lies in it, and speaks of the same. */
    boolean continuesIn(ExpiredRange other) {
        return reason == other.reason
                && stream == other.stream
                && other.from.value() >= from.value()
                && other.from.value() <= to.value();
    }

    /** Both, and what lies between them. */
    ExpiredRange with(ExpiredRange other) {
        Offset first = from.value() <= other.from.value() ? from : other.from;
        Offset last = to.value() >= other.to.value() ? to : other.to;
        return new ExpiredRange(reason, stream, first, last, count + other.count);
    }
}
