package io.weir.buffer;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A file, and what is known of it so far: a complete segment, or a scan. */
record Piece(
        Path file,
        Block.Home home,
        OptionalLong first,
        Origin origin,
        Optional<Segment> sealed,
        Optional<SegmentScan> scan) {
    long reach() {
        return sealed.map(Segment::end)
                .orElseGet(() -> scan.map(SegmentScan::reach).orElse(0L));
    }

    /** Whether it tells the totals of all streams where it begins: one that it does not name has none. */
    boolean hasHeader() {
        return sealed.isPresent() || scan.filter(SegmentScan::hasHeader).isPresent();
    }

    /** Totals where it begins, as far as it tells. */
    Map<Integer, Long> before() {
        return sealed.map(Segment::before)
                .orElseGet(() -> scan.map(SegmentScan::before).orElse(Map.of()));
    }

    boolean isOlderThan(Piece other) {
        return origin.rank() < other.origin.rank();
    }

    /**
     * It was to take the place of the end of {@code other} and did not get so far, so it was never committed. What was sealed,
     * settled or synced once had got there: if the other reaches further it has come back from the dead.
     */
    boolean fallsShortOf(Piece other) {
        return sealed.isEmpty()
                && scan.filter(SegmentScan::wasSynced).isEmpty()
                && !origin.isReplacement()
                && !other.origin.isReplacement()
                && other.isOlderThan(this)
                && other.first.orElse(Long.MAX_VALUE) <= first.orElse(0)
                && first.orElse(0) < other.reach()
                && reach() < other.reach();
    }

    boolean overlaps(Piece other) {
        return !equals(other)
                && first.isPresent()
                && other.first.isPresent()
                && first.getAsLong() < other.reach()
                && other.first.getAsLong() < reach();
    }
}
