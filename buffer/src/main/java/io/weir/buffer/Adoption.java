package io.weir.buffer;

import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what a dead process may not have synced into a segment of this process, at the same offsets, where it
 * becomes durable for certain (FORMAT.md, Recover). The log goes on in that segment.
 */
final class Adoption {
    private static final Logger log = LoggerFactory.getLogger(Adoption.class);

    private final Disk disk;
    private final Recovery.Doubt doubt;
    private final Clock clock;
    private final RunTime runTime;
    private final BlockBuilder builder = new BlockBuilder();

    Adoption(Disk disk, Recovery.Doubt doubt, Clock clock, RunTime runTime) {
        this.disk = disk;
        this.doubt = doubt;
        this.clock = clock;
        this.runTime = runTime;
    }

    /** A segment that is being written. */
    record Live(SegmentWriter writer, Segment segment) {}

    /** Durable when it returns; empty if it fails with the room of the ballast, too. */
    Optional<Live> from(Spare spare, Ballast ballast) {
        try {
            return Optional.of(from(spare));
        } catch (IOException e) {
            log.warn("The end of the log cannot be made durable yet cause={}", e.getMessage());
        }
        try {
            ballast.release(); // a full disk is the likeliest reason
            return Optional.of(from(spare));
        } catch (IOException e) {
            log.error("The end of the log may not survive a power cut cause={}", e.getMessage());
            return Optional.empty();
        }
    }

    private Live from(Spare spare) throws IOException {
        SegmentWriter to = spare.take(taken -> {});
        try {
            return into(to);
        } catch (IOException e) {
            to.abandon();
            disk.delete(to.file());
            throw e;
        }
    }

    private Live into(SegmentWriter to) throws IOException {
        Segment whole = doubt.whole();
        long first = doubt.certain().map(Segment::end).orElse(whole.first());
        Map<Integer, Long> totals = doubt.certain().map(Segment::after).orElse(whole.before());
        new GroupWriter().header(to, new GroupWriter.Stamp(first, first, clock.millis()), totals);
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
                runTime.millis());
        return new Live(to, new Segment(to.home(), to.file(), first, totals, extent, false));
    }

    private void copy(Block block, SegmentWriter to) throws IOException {
        BlockBuilder.Place place = new BlockBuilder.Place(
                to.home(), to.nextNumber(), to.synced(), block.first(), block.group(), block.writtenAtMillis());
        to.put(builder.again(block, place));
    }
}
