package io.weir.buffer;

/** The place of an entry in the log. Entries get consecutive offsets; an offset that was once read is never given out again. */
public record Offset(long value) implements Comparable<Offset> {
    /** Where every log begins. */
    public static final Offset FIRST = new Offset(0);

    /** Beyond every entry: what {@link Retain} answers for a stream of which its owner needs nothing. */
    public static final Offset BEYOND = new Offset(Long.MAX_VALUE);

    public Offset {
        if (value < 0) {
            throw new IllegalArgumentException("An offset (" + value + ") must not be negative");
        }
    }

    public Offset next() {
        return plus(1);
    }

    public Offset plus(long entries) {
        return new Offset(value + entries);
    }

    @Override
    public int compareTo(Offset other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
