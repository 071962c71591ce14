package io.weir.buffer;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Everything readers need of the log. Safe for any thread. */
final class Store {
    private final Disk disk;
    private final Catalog catalog;
    private final Tail tail;
    private final Queue<Segment> damaged = new ConcurrentLinkedQueue<>();
    private final Map<Long, Front> fronts = new ConcurrentHashMap<>();
    private final LongAdder appendedBytes = new LongAdder();
    private volatile long growthBytes;
    private volatile long unsureBytes;
    private volatile long rewritingBytes;

    Store(Disk disk, Catalog catalog, Tail tail) {
        this.disk = disk;
        this.catalog = catalog;
        this.tail = tail;
    }

    Catalog catalog() {
        return catalog;
    }

    Tail tail() {
        return tail;
    }

    /** As long as it is open nobody overwrites the file. */
    SegmentReader open(Segment segment) throws IOException {
        if (!segment.enter()) {
            throw new NoSuchFileException(segment.file().toString(), null, "its file was taken for another segment");
        }
        boolean opened = false;
        try {
            SegmentReader reader = SegmentReader.open(
                    disk,
                    segment.file(),
                    segment.home(),
                    Optional.ofNullable(fronts.get(segment.generation())),
                    segment::leave);
            opened = true;
            return reader;
        } finally {
            if (!opened) {
                segment.leave();
            }
        }
    }

    /** This segment is being written: a part of it is in memory only. */
    void began(SegmentWriter writer) {
        fronts.put(writer.home().generation(), writer.front());
    }

    /** The segments that are being written. */
    Set<Long> unfinished() {
        return Set.copyOf(fronts.keySet());
    }

    /** The file of this segment is all there will be of it. */
    void ended(SegmentWriter writer) {
        fronts.remove(writer.home().generation());
    }

    /** A block of this segment could not be read; the segment will be verified and the loss named. */
    void reportDamage(Segment segment) {
        if (!damaged.contains(segment)) {
            damaged.add(segment);
        }
    }

    /** The next segment to verify; null if there is none. */
    @Nullable
    Segment nextDamaged() {
        return damaged.poll();
    }

    /** What the live segment has grown since its last commit. */
    void grown(long bytes) {
        growthBytes = bytes;
    }

    /** Counts what is appended; the appending thread. */
    void appended(long bytes) {
        appendedBytes.add(bytes);
    }

    /** What was appended since the log was opened. */
    long appendedBytes() {
        return appendedBytes.sum();
    }

    /** What an unfinished replacement takes. */
    void rewriting(long bytes) {
        rewritingBytes = bytes;
    }

    long rewritingBytes() {
        return rewritingBytes;
    }

    long growthBytes() {
        return growthBytes;
    }

    /** What a crash now would make recovery copy: it is not known to have been synced (FORMAT.md, Recover). */
    void unsure(long bytes) {
        unsureBytes = bytes;
    }

    long unsureBytes() {
        return unsureBytes;
    }
}
