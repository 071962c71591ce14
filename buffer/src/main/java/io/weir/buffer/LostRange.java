package io.weir.buffer;

/** Offsets that were appended and that the disk has lost: from inclusive, to exclusive. */
public record LostRange(Offset from, Offset to) {
    public LostRange {
        if (from.compareTo(to) >= 0) {
            throw new IllegalArgumentException("A lost range must end (" + to + ") after its start (" + from + ")");
        }
    }

    public long size() {
        return to.value() - from.value();
    }
}
