package io.weir.buffer;

import java.io.IOException;
import java.util.Map;

/**
 * Writes what a dead process may not have synced into a segment of this process, at the same offsets, where it
 * becomes durable for certain (FORMAT.md, Recover). The log goes on in that segment.
 */
final class Adoption {
    private final Disk disk;
    private final Recovery.Doubt doubt;
    private final BlockBuilder builder = new BlockBuilder();

    Adoption(Disk disk, Recovery.Doubt doubt) {
        this.disk = disk;
        this.doubt = doubt;
    }

    /** A segment that is being written. */
    record Live(SegmentWriter writer, Segment segment) {}

    /** Durable when it returns. */
    Live into(SegmentWriter to, long nowMillis, long runMillis) throws IOException {
        Segment whole = doubt.whole();
        long first = doubt.certain().map(Segment::end).orElse(whole.first());
        Map<Integer, Long> totals = doubt.certain().map(Segment::after).orElse(whole.before());
        new GroupWriter().header(to, new GroupWriter.Stamp(first, first, nowMillis), totals);
        try (SegmentReader reader = SegmentReader.open(disk, whole.file(), whole.home())) {
            for (int number = doubt.firstNumber(); number <= whole.extent().lastNumber(); number++) {
                copy(
                        reader.block(number)
                                .orElseThrow(() -> new IOException("A block vanished from " + whole.file())),
                        to);
            }
        }
        to.sync();
        Segment.Extent extent = new Segment.Extent(
                to.lastNumber(),
                whole.end(),
                Tally.of(whole.after()).since(totals),
                whole.extent().oldestMillis(),
                whole.extent().newestMillis(),
                to.lengthBytes(),
                Map.of(),
                runMillis);
        return new Live(to, new Segment(to.home(), to.file(), first, totals, extent, false));
    }

    private void copy(Block block, SegmentWriter to) throws IOException {
        BlockBuilder.Place place = new BlockBuilder.Place(
                to.home(), to.nextNumber(), to.synced(), block.first(), block.group(), block.writtenAtMillis());
        to.put(builder.again(block, place));
    }
}
