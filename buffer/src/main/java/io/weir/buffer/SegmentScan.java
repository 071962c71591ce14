package io.weir.buffer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads a whole segment in the raw and says what of it counts (FORMAT.md, Recover). Knows blocks by a few numbers
 * each, so that a large segment costs little memory. One thread.
 */
final class SegmentScan {
    private static final byte PRESENT = 1;
    private static final byte CLOSES = 2;
    private static final byte CONTINUES = 4;
    private static final byte PART = 8;

    private final Block.Home home;
    private final boolean sawData;
    private final List<Ranges.Range> lost = new ArrayList<>();
    private byte[] marks = new byte[64];
    private long[] firsts = new long[64];
    private int[] spans = new int[64];
    private int highest = SegmentWriter.HEADER_NUMBER;
    private int synced;
    private final Beginning beginning = new Beginning();
    private Optional<Origin> origin = Optional.empty();
    private boolean sparse;

    /**
     * What a scan has found.
     *
     * @param lostCounts lost entries by stream, as far as a later block of the segment tells
     */
    record Finding(Segment.Extent extent, List<Ranges.Range> lost, Map<Integer, Long> lostCounts) {}

    /** The first offset, the number of the last block, the offset behind it. */
    private record Bounds(long first, int last, long end) {}

    SegmentScan(RawFile file, Block.Home home) throws IOException {
        this.home = home;
        RawScan raw = new RawScan(file, home);
        raw.visit((position, block) -> note(block));
        sawData = raw.sawData();
    }

    private void note(Block block) {
        if (block.kind() == Block.Kind.HEADER) {
            beginning.header(block);
            origin = Optional.of(Origin.read(block));
        }
        sparse |= block.isSparse();
        if (!block.holdsEntries() || block.number() > 2 * SegmentWriter.MOST_BLOCKS) {
            return;
        }
        int number = block.number();
        if (number >= marks.length) {
            int more = Math.max(number + 1, 2 * marks.length);
            marks = Arrays.copyOf(marks, more);
            firsts = Arrays.copyOf(firsts, more);
            spans = Arrays.copyOf(spans, more);
        }
        marks[number] = marks(block);
        firsts[number] = block.first();
        spans[number] = block.span();
        highest = Math.max(highest, number);
        synced = Math.max(synced, block.synced());
        beginning.block(block);
    }

    private static byte marks(Block block) {
        int marks = PRESENT | (block.closesGroup() ? CLOSES : 0);
        if (block.kind() == Block.Kind.FRAGMENT) {
            marks |= PART | (Fragments.continues(block) ? CONTINUES : 0);
        }
        return (byte) marks;
    }

    /** Whether the file holds anything that could have been a block. */
    boolean sawData() {
        return sawData;
    }

    /** Where the segment begins; empty if there is no block at all. */
    OptionalLong first() {
        return beginning.first();
    }

    /** What the segment stands for, as far as what is left of it tells. */
    Origin origin() {
        return origin.orElse(sparse ? Origin.UNKNOWN : Origin.itself(home.generation()));
    }

    boolean hasHeader() {
        return beginning.isCertain();
    }

    /** Totals where the segment begins, without a header as far as its blocks tell. */
    Map<Integer, Long> before() {
        return beginning.totals();
    }

    /** For a segment that was not sealed: everything up to the torn tail, and below {@code limit}. */
    Finding untilTorn(RawFile file, long limit, Map<Integer, Long> totalsBefore) throws IOException {
        return finding(file, upTo(lastWhole(limit)), totalsBefore, Map.of());
    }

    /** Only what is known to have been synced, for a segment that was found to end with the block {@code last}. */
    Finding untilCertain(RawFile file, int last, Map<Integer, Long> totalsBefore) throws IOException {
        return finding(file, upTo(lastCertain(last)), totalsBefore, Map.of());
    }

    /** The number of the last block that is known to have been synced. */
    int lastCertain(int last) {
        return Math.max(SegmentWriter.HEADER_NUMBER, Math.min(synced, last));
    }

    /** Whether blocks of entries are known to have been synced. */
    boolean wasSynced() {
        return synced >= SegmentWriter.FIRST_NUMBER;
    }

    /** The offset up to which there are whole groups. */
    long reach() {
        return upTo(lastWhole(Long.MAX_VALUE)).end();
    }

    private int lastWhole(long limit) {
        int last = SegmentWriter.HEADER_NUMBER;
        for (int number = SegmentWriter.FIRST_NUMBER; number <= highest; number++) {
            boolean present = marks[number] != 0;
            if (present ? firsts[number] >= limit : number > synced) {
                break;
            }
            if ((marks[number] & CLOSES) != 0) {
                last = number;
            }
        }
        return last;
    }

    private Bounds upTo(int last) {
        long begin = first().orElse(0);
        if (last < SegmentWriter.FIRST_NUMBER) {
            return new Bounds(begin, last, begin);
        }
        int present = last;
        while (marks[present] == 0) {
            present++; // lost itself: it ended where the next one begins
        }
        return new Bounds(begin, last, firsts[present] + (present == last ? spans[present] : 0));
    }

    /** For a segment of which we know what must be there. */
    Finding against(RawFile file, Segment segment) throws IOException {
        Segment.Extent known = segment.extent();
        Bounds bounds = new Bounds(segment.first(), known.lastNumber(), known.end());
        return finding(file, bounds, segment.before(), segment.after());
    }

    private Finding finding(RawFile file, Bounds bounds, Map<Integer, Long> totalsBefore, Map<Integer, Long> knownAfter)
            throws IOException {
        lost.clear();
        findLost(bounds);
        Sums sums = new Sums(bounds.last(), totalsBefore);
        new RawScan(file, home).visit((position, block) -> sums.add(block));
        sums.after.raiseTo(knownAfter);
        Tally counts = new Tally();
        Tally lostCounts = new Tally();
        sums.after.toMap().forEach((stream, after) -> {
            long appended = after - totalsBefore.getOrDefault(stream, 0L);
            count(counts, stream, appended);
            count(lostCounts, stream, appended - sums.present.of(stream));
        });
        Segment.Extent extent = new Segment.Extent(
                bounds.last(),
                bounds.end(),
                counts.toMap(),
                sums.oldestMillis(),
                sums.newestMillis,
                file.length(),
                Map.of(),
                0);
        return new Finding(extent, List.copyOf(lost), lostCounts.toMap());
    }

    private static void count(Tally tally, int stream, long value) {
        if (value > 0) {
            tally.set(stream, value);
        }
    }

    private void findLost(Bounds bounds) {
        long expected = bounds.first();
        for (int number = SegmentWriter.FIRST_NUMBER; number <= Math.min(bounds.last(), highest); number++) {
            if (marks[number] == 0) {
                continue;
            }
            boolean orphan = isOrphan(number);
            long from = orphan ? firsts[number] + 1 : firsts[number];
            lose(expected, from);
            expected = Math.max(from, firsts[number] + spans[number]);
        }
        lose(expected, bounds.end());
    }

    private void lose(long from, long to) {
        if (from < to) {
            lost.add(new Ranges.Range(from, to));
        }
    }

    /** A part of an entry whose earlier parts are missing. */
    private boolean isOrphan(int number) {
        int part = number;
        while ((marks[part] & CONTINUES) != 0) {
            part--;
            if (part < SegmentWriter.FIRST_NUMBER || (marks[part] & PART) == 0 || firsts[part] != firsts[number]) {
                return true;
            }
        }
        return false;
    }

    /** What the second pass adds up. */
    private final class Sums {
        private final int last;
        private final Tally after;
        private final Tally present = new Tally();
        private long oldestMillis = Long.MAX_VALUE;
        private long newestMillis = Long.MIN_VALUE;

        Sums(int last, Map<Integer, Long> totalsBefore) {
            this.last = last;
            this.after = Tally.of(totalsBefore);
        }

        void add(Block block) {
            if (!block.holdsEntries() || block.number() > last) {
                return;
            }
            oldestMillis = Math.min(oldestMillis, block.writtenAtMillis());
            newestMillis = Math.max(newestMillis, block.writtenAtMillis());
            StreamTable table = block.streams();
            for (int slot = 0; slot < table.size(); slot++) {
                int stream = table.stream(slot);
                long total = table.after(slot);
                after.set(stream, Math.max(after.of(stream), total));
                present.add(stream, isOrphan(block.number()) ? 0 : table.count(slot));
            }
        }

        long oldestMillis() {
            return oldestMillis == Long.MAX_VALUE ? newestMillis : oldestMillis;
        }
    }
}
