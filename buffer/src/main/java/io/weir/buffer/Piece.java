package io.weir.buffer;

import java.nio.file.Path;
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
