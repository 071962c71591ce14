package io.weir.pipeline.filter;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import java.util.Arrays;

/**
 * The last so many 64-bit hashes and when each was seen, oldest first: a ring, and a hash table whose chains run through the
 * ring's places. Grows up to its limit; then, and while it does not grow, it allocates nothing.
 *
 * <pre>
 * state   varint n | n x (i64 hash, i64 millis)   oldest first
 * </pre>
 */
final class Seen {

    private static final int NONE = -1;

    private final int limit;
    private long[] hashes = new long[16];
    private long[] millis = new long[16];
    /** The next place in the chain of its bucket. */
    private int[] next = new int[16];
    /** The first place in the chain of each bucket; as many buckets as places, a power of two. */
    private int[] heads = new int[16];

    private int oldest;
    private int size;

    Seen(int limit) {
        this.limit = limit;
        Arrays.fill(heads, NONE);
    }

    int size() {
        return size;
    }

    boolean isFull() {
        return size >= limit;
    }

    boolean contains(long hash) {
        int place = heads[bucket(hash)];
        while (place != NONE && hashes[place] != hash) {
            place = next[place];
        }
        return place != NONE;
    }

    /** Adds one that is not there, when there is room. */
    void add(long hash, long atMillis) {
        if (size == hashes.length) {
            grow();
        }
        int place = oldest + size & hashes.length - 1;
        hashes[place] = hash;
        millis[place] = atMillis;
        next[place] = heads[bucket(hash)];
        heads[bucket(hash)] = place;
        size++;
    }

    /** Forgets those seen at this time or before. */
    void forgetThrough(long atMillis) {
        while (size > 0 && millis[oldest] <= atMillis) {
            forgetOldest();
        }
    }

    /** Forgets the one that was seen first, which is the last in the chain of its bucket. */
    void forgetOldest() {
        int bucket = bucket(hashes[oldest]);
        if (heads[bucket] == oldest) {
            heads[bucket] = NONE;
        } else {
            int place = heads[bucket];
            while (next[place] != oldest) {
                place = next[place];
            }
            next[place] = NONE;
        }
        oldest = oldest + 1 & hashes.length - 1;
        size--;
    }

    private int bucket(long hash) {
        return (int) hash & heads.length - 1;
    }

    private void grow() {
        long[] oldHashes = hashes;
        long[] oldMillis = millis;
        int from = oldest;
        int count = size;
        int capacity = oldHashes.length * 2;
        hashes = new long[capacity];
        millis = new long[capacity];
        next = new int[capacity];
        heads = new int[capacity];
        Arrays.fill(heads, NONE);
        oldest = 0;
        size = 0;
        for (int i = 0; i < count; i++) {
            int place = from + i & oldHashes.length - 1;
            add(oldHashes[place], oldMillis[place]);
        }
    }

    void save(BinaryWriter out) {
        out.varint(size);
        for (int i = 0; i < size; i++) {
            int place = oldest + i & hashes.length - 1;
            out.i64(hashes[place]).i64(millis[place]);
        }
    }

    /** Fills this empty one; when more were saved than it may hold, with the newest. */
    void load(BinaryReader in) {
        for (int i = in.count(); i > 0; i--) {
            long hash = in.i64();
            long atMillis = in.i64();
            if (i <= limit && !contains(hash)) {
                add(hash, atMillis);
            }
        }
    }
}
