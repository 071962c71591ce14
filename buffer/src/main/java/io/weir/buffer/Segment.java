package io.weir.buffer;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * A segment of the log as it is known in memory. Only the appender changes the extent of the live one; everything is
 * safe to read from any thread.
 */
final class Segment {
    private final Block.Home home;
    private final Path file;
    private final long first;
    private final Map<Integer, Long> before;
    private final Origin origin;
    private volatile Extent extent;
    private volatile boolean complete;
    private volatile Map<Integer, Long> cleanedBelow = Map.of();
    /** Who has the file open; as long as it is written, the writer is one of them. */
    private int users;

    private boolean retired;

    /**
     * What is committed of a segment.
     *
     * @param counts entries by stream as they were appended, lost and given up ones included
     * @param bytes of the entries that are there, by stream; empty if that is not known
     * @param runMillis running time of the log at the newest
     */
    record Extent(
            int lastNumber,
            long end,
            Map<Integer, Long> counts,
            long oldestMillis,
            long newestMillis,
            long lengthBytes,
            Map<Integer, Long> bytes,
            long runMillis) {
        /** The same for good, in less memory. */
        Extent packed() {
            return new Extent(
                    lastNumber,
                    end,
                    Counts.of(counts),
                    oldestMillis,
                    newestMillis,
                    lengthBytes,
                    Counts.of(bytes),
                    runMillis);
        }

        /** The same, found at this running time. */
        Extent at(long millis) {
            return new Extent(lastNumber, end, counts, oldestMillis, newestMillis, lengthBytes, bytes, millis);
        }

        Extent withLength(long length) {
            return new Extent(lastNumber, end, counts, oldestMillis, newestMillis, length, bytes, runMillis);
        }
    }

    /** A segment as it was appended. */
    Segment(Block.Home home, Path file, long first, Map<Integer, Long> before, Extent extent, boolean complete) {
        this(home, file, first, before, Origin.itself(home.generation()), extent, complete);
    }

    Segment(
            Block.Home home,
            Path file,
            long first,
            Map<Integer, Long> before,
            Origin origin,
            Extent extent,
            boolean complete) {
        this.home = home;
        this.file = file;
        this.first = first;
        this.before = Counts.of(before);
        this.origin = origin;
        this.extent = complete ? extent.packed() : extent;
        this.complete = complete;
        this.users = complete ? 0 : 1;
    }

    Block.Home home() {
        return home;
    }

    long generation() {
        return home.generation();
    }

    Path file() {
        return file;
    }

    long first() {
        return first;
    }

    /** The totals of all streams where the segment begins. */
    Map<Integer, Long> before() {
        return before;
    }

    Origin origin() {
        return origin;
    }

    /** Entries of the stream that were not given up. */
    long kept(int stream) {
        return extent.counts().getOrDefault(stream, 0L) - origin.goneOf(stream);
    }

    Extent extent() {
        return extent;
    }

    long end() {
        return extent.end();
    }

    void grow(Extent committed) {
        extent = complete ? committed.packed() : committed;
    }

    /** Whether nobody will append any more. Ask before the extent: the last growth comes before completion. */
    boolean isComplete() {
        return complete;
    }

    void complete() {
        extent = extent.packed();
        complete = true;
    }

    /** A rewriting by this process has left out what was dead, which was everything below these offsets. */
    void cleaned(Map<Integer, Long> below) {
        cleanedBelow = Counts.of(below);
    }

    long cleanedBelow(int stream) {
        return cleanedBelow.getOrDefault(stream, 0L);
    }

    /** Somebody opens the file; false if it is no longer this segment's. */
    synchronized boolean enter() {
        users += retired ? 0 : 1;
        return !retired;
    }

    /** Closed it again; also the writer, once. */
    synchronized void leave() {
        users--;
    }

    /** Nobody will open the file any more; false if somebody has it open. */
    synchronized boolean retire() {
        retired |= users == 0;
        return retired;
    }

    /** The total of a stream where the segment ends. */
    long after(int stream) {
        return before.getOrDefault(stream, 0L) + extent.counts().getOrDefault(stream, 0L);
    }

    Map<Integer, Long> after() {
        Map<Integer, Long> totals = new TreeMap<>(before);
        extent.counts().forEach((stream, count) -> totals.merge(stream, count, Long::sum));
        return totals;
    }
}
