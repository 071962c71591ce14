package io.weir.buffer;

/** Offsets and streams of records that were read and not yet committed: a queue without an object per record. */
final class InFlight {
    private long[] offsets = new long[64];
    private int[] streams = new int[64];
    private int head;
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    long oldest() {
        return offsets[head];
    }

    void add(long offset, int stream) {
        if (size == offsets.length) {
            grow();
        }
        int at = (head + size) % offsets.length;
        offsets[at] = offset;
        streams[at] = stream;
        size++;
    }

    /** Takes the oldest and answers its stream. */
    int remove() {
        int stream = streams[head];
        head = (head + 1) % offsets.length;
        size--;
        return stream;
    }

    void clear() {
        head = 0;
        size = 0;
    }

    private void grow() {
        long[] moreOffsets = new long[2 * size];
        int[] moreStreams = new int[2 * size];
        int first = size - head;
        System.arraycopy(offsets, head, moreOffsets, 0, first);
        System.arraycopy(offsets, 0, moreOffsets, first, head);
        System.arraycopy(streams, head, moreStreams, 0, first);
        System.arraycopy(streams, 0, moreStreams, first, head);
        offsets = moreOffsets;
        streams = moreStreams;
        head = 0;
    }
}
