package io.weir.buffer;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** The writing half of the log. Used by the one appending thread. */
final class Appender {
    /** A table of all streams must fit into one block. */
    private static final int MOST_STREAMS = 4096;
    /** What an entry takes beside its bytes, about. */
    static final int ENTRY_BYTES = 6;

    private final Store store;
    private final Spare spare;
    private final LogConfig config;
    private final RunTime runTime;
    private final Sealing sealing;
    private final GroupWriter groups = new GroupWriter();
    private final Tally totals;
    private Optional<SegmentWriter> writer;
    private Optional<Segment> segment;
    private long next;
    private long nextGroup;
    private final Tally bytes = new Tally();
    /** Of the live segment, what blocks behind it say was synced, and what was committed since. */
    private long certainBytes;

    private long committedBytes;
    private long pendingOldest = Long.MAX_VALUE;
    private long pendingNewest = Long.MIN_VALUE;
    private boolean broken;

    /** Takes segments that are complete. */
    interface Sealing {
        void seal(SegmentWriter writer, Segment segment);

        /** The segment stays without a seal and counts as far as its extent says. */
        void giveUp(Segment segment);

        /** Nothing of this file was ever committed. */
        void discard(SegmentWriter writer);
    }

    /** {@code live}: a segment of this process to go on with. */
    Appender(
            Store store,
            Spare spare,
            LogConfig config,
            RunTime runTime,
            Sealing sealing,
            Optional<Adoption.Live> live) {
        this.store = store;
        this.spare = spare;
        this.config = config;
        this.runTime = runTime;
        this.sealing = sealing;
        this.totals = Tally.of(store.tail().end().totals());
        this.next = store.tail().end().offset();
        this.nextGroup = next;
        this.writer = live.map(Adoption.Live::writer);
        this.segment = live.map(Adoption.Live::segment);
        this.writer.ifPresent(store::began);
        if (live.isPresent() && live.get().segment().end() < next) {
            roll(live.get().writer(), live.get().segment()); // entries are lost in between: they are no part of it
        }
    }

    /** Of a group that was {@linkplain #weigh weighed}. */
    long append(Group group) throws IOException {
        requireUsable();
        try {
            SegmentWriter to = roomyWriter();
            long now = config.clock().millis();
            GroupWriter.Stamp stamp = new GroupWriter.Stamp(next, nextGroup, now);
            if (to.isEmpty()) {
                groups.header(to, stamp, totals.toMap());
                segment = Optional.of(new Segment(to.home(), to.file(), next, totals.toMap(), empty(), false));
                bytes.become(Map.of());
            }
            groups.group(
                    to,
                    group.entries(),
                    stamp,
                    totals,
                    bytes,
                    (number, block) -> store.tail().hold(to.home(), number, block));
            pendingOldest = Math.min(pendingOldest, now);
            pendingNewest = Math.max(pendingNewest, now);
            store.grown(to.lengthBytes() - segment.orElseThrow().extent().lengthBytes());
            store.unsure(to.blockBytes() - certainBytes);
        } catch (IOException e) {
            broken = true;
            throw e;
        }
        nextGroup++;
        next += group.entries().size();
        return next - group.entries().size();
    }

    private Segment.Extent empty() {
        return new Segment.Extent(
                SegmentWriter.HEADER_NUMBER, next, Map.of(), Long.MAX_VALUE, Long.MIN_VALUE, 0, Map.of(), 0);
    }

    /** The bytes of a group's entries, all of which must be such as the log takes. */
    long weigh(Group group) {
        long sum = 0;
        for (Entry entry : group.entries()) {
            int length = entry.bytes().remaining();
            if (length > config.maxEntryBytes()) {
                throw new IllegalArgumentException("An entry of stream " + entry.stream() + " has " + length
                        + " bytes, the limit is " + config.maxEntryBytes());
            }
            if (!totals.has(entry.stream()) && totals.size() >= MOST_STREAMS) {
                throw new IllegalArgumentException("Stream " + entry.stream()
                        + " is one too many: a buffer holds at most " + MOST_STREAMS + " streams");
            }
            sum += length;
        }
        return sum;
    }

    private SegmentWriter roomyWriter() throws IOException {
        if (writer.isPresent() && isDone(writer.get())) {
            roll(writer.get(), segment.orElseThrow());
        }
        return writer.isPresent() ? writer.get() : begin();
    }

    private SegmentWriter begin() throws IOException {
        SegmentWriter begun = spare.take(store::began);
        writer = Optional.of(begun);
        certainBytes = 0;
        committedBytes = 0;
        store.grown(begun.lengthBytes());
        return begun;
    }

    /** Full; but while the next one is not ready it may grow to twice its size rather than let a commit wait. */
    private boolean isDone(SegmentWriter to) {
        boolean nothingPending = next == store.tail().end().offset();
        boolean mayGrow = !spare.isReady() && !to.isFull(2 * config.segmentSizeBytes());
        return nothingPending && to.isFull(config.segmentSizeBytes()) && !mayGrow;
    }

    private void roll(SegmentWriter done, Segment full) {
        full.complete();
        writer = Optional.empty();
        segment = Optional.empty();
        store.grown(0);
        sealing.seal(done, full);
    }

    void commit() throws IOException {
        requireUsable();
        if (next == store.tail().end().offset()) {
            return;
        }
        SegmentWriter to = writer.orElseThrow();
        try {
            to.sync();
        } catch (IOException e) {
            broken = true;
            throw e;
        }
        publish(to, segment.orElseThrow());
    }

    private void publish(SegmentWriter to, Segment grown) {
        certainBytes = committedBytes;
        committedBytes = to.blockBytes();
        Segment.Extent before = grown.extent();
        boolean first = before.lastNumber() < SegmentWriter.FIRST_NUMBER;
        grown.grow(new Segment.Extent(
                to.lastNumber(),
                next,
                totals.since(grown.before()),
                Math.min(before.oldestMillis(), pendingOldest),
                Math.max(before.newestMillis(), pendingNewest),
                to.lengthBytes(),
                bytes.toMap(),
                runTime.millis()));
        store.grown(0);
        if (first) {
            store.catalog().add(grown);
        }
        store.tail().publish(new Tail.End(next, totals.toMap()));
        beginPending();
    }

    private void beginPending() {
        pendingOldest = Long.MAX_VALUE;
        pendingNewest = Long.MIN_VALUE;
    }

    /** Goes back to what is committed; nothing that was not synced is trusted. */
    long reopen() throws IOException {
        broken = true;
        abandonWriter();
        totals.become(store.tail().end().totals());
        next = store.tail().end().offset();
        store.tail().forget();
        beginPending();
        begin();
        broken = false;
        return next;
    }

    private void abandonWriter() throws IOException {
        Optional<Segment> cut = segment;
        Optional<SegmentWriter> old = writer;
        segment = Optional.empty();
        writer = Optional.empty();
        store.grown(0);
        cut.ifPresent(Segment::complete);
        if (cut.isPresent() && old.isPresent()) {
            cut.get().grow(cut.get().extent().withLength(old.get().lengthBytes()));
        }
        if (cut.isPresent() && cut.get().extent().lastNumber() >= SegmentWriter.FIRST_NUMBER) {
            sealing.giveUp(cut.get());
        } else if (old.isPresent()) {
            sealing.discard(old.get());
        }
        if (old.isPresent()) {
            store.ended(old.get());
            old.get().abandon();
        }
        cut.ifPresent(Segment::leave);
    }

    /** Seals the live segment unless there is something uncommitted in it. */
    void close() throws IOException {
        boolean clean = !broken && next == store.tail().end().offset();
        if (clean && writer.isPresent() && segment.isPresent()) {
            roll(writer.get(), segment.get());
        } else {
            abandonWriter();
        }
        broken = true;
    }

    private void requireUsable() {
        if (broken) {
            throw new IllegalStateException("The log has failed or is closed: reopen it before the next append");
        }
    }
}
