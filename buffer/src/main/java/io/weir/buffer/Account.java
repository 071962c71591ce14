package io.weir.buffer;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The accounts of one cursor: where it is, what it has read, and what was taken from it. Every record of its streams
 * is at any moment ahead of it, in flight, committed or expired. It lives as long as the cursor's name, open or not.
 *
 * <p>Guarded by its own monitor: used by the cursor's thread, by retention, and by whoever asks for the standing.
 */
final class Account {
    private final String name;
    private final InFlight inFlight = new InFlight();
    private final Unsettled losses = new Unsettled();
    private final Losses expired;
    /** Taken ahead of the read position and not come across yet. */
    private final Losses foretold;

    private Set<Integer> streams;
    private Tally totals;
    private long position;
    private final SinceStart sinceStart;
    private ByteBuffer note;
    private long holeEnd;
    private Expiry holeReason;
    private final ReadPlace reader = new ReadPlace();
    private boolean changed;

    Account(CursorState state) {
        name = state.name();
        streams = new TreeSet<>(state.totals().keySet());
        totals = Tally.of(state.totals());
        position = state.position();
        sinceStart = new SinceStart(state);
        note = state.note();
        expired = Losses.of(state.expired());
        foretold = Losses.of(state.foretold());
        holeEnd = state.holeEnd();
        holeReason = state.holeReason();
        readAgain();
    }

    String name() {
        return name;
    }

    synchronized Set<Integer> streams() {
        return Set.copyOf(streams);
    }

    synchronized long position() {
        return position;
    }

    synchronized long readPosition() {
        return reader.position();
    }

    /** How many of the stream are before the read position. */
    synchronized long readTotal(int stream) {
        return reader.total(stream);
    }

    /** Changes whenever the read position was moved by somebody else than the reader. */
    synchronized long moves() {
        return reader.moves();
    }

    /** What was in flight will be read again. */
    synchronized void rewind() {
        inFlight.clear();
        foretold.addAll(losses.takeAll().toMap());
        readAgain();
    }

    private void readAgain() {
        reader.begin(position, totals, streams);
    }

    /** A new reader begins at the read position. */
    synchronized void beginHere() {
        reader.beginHere(streams);
    }

    /** From now on the cursor reads these streams; those that are new begin at the position. */
    synchronized void subscribe(Set<Integer> wanted, Locator.Place place) {
        rewind();
        for (int gone : streams) {
            if (!wanted.contains(gone)) {
                sinceStart.leave(gone, totals.of(gone));
            }
        }
        for (int stream : wanted) {
            if (!streams.contains(stream)) {
                totals.set(stream, place.totals().getOrDefault(stream, 0L));
                sinceStart.join(stream, totals.of(stream));
                foretold.addOf(stream, place.gone());
            }
        }
        streams = new TreeSet<>(wanted);
        totals.keepOnly(streams);
        sinceStart.keepOnly(streams);
        foretold.keepOnly(streams);
        rewind();
        changed = true;
    }

    /** Begins anew at this place. */
    synchronized void begin(Locator.Place place) {
        streams.forEach(stream -> totals.set(stream, place.totals().getOrDefault(stream, 0L)));
        position = place.offset();
        sinceStart.begin(position, totals);
        note = ByteBuffer.allocate(0);
        expired.clear();
        holeEnd = 0;
        rewind();
        foretell(place.gone());
        changed = true;
    }

    /** A record was handed to the cursor's user. */
    synchronized void read(long offset, int stream) {
        inFlight.add(offset, stream);
        reader.read(offset, stream);
    }

    /** Nothing more of the cursor's streams is below this offset. */
    synchronized void passed(long offset) {
        reader.passed(offset);
        if (inFlight.isEmpty() && losses.isEmpty()) {
            position = reader.position();
        }
    }

    /** What lies ahead of the read position and was given up: this, and nothing else. */
    synchronized void foretell(Map<Expiry, Map<Integer, Long>> gone) {
        foretold.clear();
        streams.forEach(stream -> foretold.addOf(stream, gone));
    }

    /**
     * At this offset the totals are known: what was neither read nor counted before is expired.
     *
     * @param gone why entries are missing that were given up
     * @param otherwise why all others are missing
     */
    synchronized void reconcile(
            Map<Integer, Long> known, long at, Map<Expiry, Map<Integer, Long>> gone, Expiry otherwise) {
        Explanation why = new Explanation(gone, foretold);
        for (int stream : streams) {
            boolean first = known.containsKey(stream) && reader.isFirstOf(stream, at);
            why.explain(
                    stream,
                    known.getOrDefault(stream, 0L) - reader.total(stream),
                    first,
                    reader.position() < holeEnd ? holeReason : otherwise);
        }
        if (why.missing().sum() > 0) {
            lose(at, why.missing().toMap());
        }
    }

    /** A segment is removed with nothing unread before it: what of it was not read yet is expired. */
    synchronized void expire(Segment segment, Expiry reason) {
        if (position < segment.end()) {
            holeEnd = segment.end(); // also for what is in flight, if it comes to be read again
            holeReason = reason;
            changed = true;
        }
        if (reader.position() >= segment.end()) {
            return;
        }
        reconcile(
                segment.after(), segment.end(), foretold.among(segment.origin().gone()), reason);
        passed(segment.end());
        reader.moved();
    }

    /** How many entries of the segment are there and still to be read, by stream. */
    synchronized Map<Integer, Long> unread(Segment segment) {
        Map<Expiry, Map<Integer, Long>> gone = foretold.among(segment.origin().gone());
        Tally unread = new Tally();
        for (int stream : streams) {
            long left = segment.after(stream) - reader.total(stream);
            for (Map<Integer, Long> counts : gone.values()) {
                left -= counts.getOrDefault(stream, 0L);
            }
            unread.set(stream, Math.max(0, Math.min(left, segment.kept(stream))));
        }
        return unread.positive();
    }

    /** In a place of the log these were given up; whoever reads there must look again. */
    synchronized void replaced(Segment by, Map<Expiry, Map<Integer, Long>> unread) {
        if (reader.position() < by.end()) {
            foretold.addAll(unread);
            beginHere();
            changed = true;
        }
    }

    private void lose(long to, Map<Expiry, Map<Integer, Long>> counts) {
        reader.miss(to, counts);
        losses.add(reader.position(), counts);
        settle();
    }

    synchronized void commit(long next, ByteBuffer newNote) {
        while (!inFlight.isEmpty() && inFlight.oldest() < next) {
            totals.add(inFlight.remove(), 1);
        }
        position = Math.max(position, Math.min(next, reader.position()));
        note = newNote;
        settle();
        changed = true;
    }

    /** Counts losses with nothing in flight before them. */
    private void settle() {
        losses.settle(inFlight.isEmpty() ? Long.MAX_VALUE : inFlight.oldest(), (to, counts) -> {
            counts.values().forEach(totals::addAll);
            expired.addAll(counts);
            position = Math.max(position, to);
            changed = true;
        });
    }

    /** Whether an entry that is there in this segment may still be ahead of the committed position. */
    synchronized boolean needs(Segment segment) {
        return streams.stream()
                .anyMatch(stream -> segment.kept(stream) > 0 && totals.of(stream) < segment.after(stream));
    }

    /** Whether anything of this segment, there or not, is still to be passed. */
    synchronized boolean awaits(Segment segment) {
        return streams.stream()
                .anyMatch(stream ->
                        segment.extent().counts().containsKey(stream) && totals.of(stream) < segment.after(stream));
    }

    synchronized Standing standing(Tail tail) {
        Tail.End end = tail.end(); // only now: what was read must not lie beyond it
        long ahead = 0;
        for (int stream : streams) {
            ahead += end.totals().getOrDefault(stream, 0L) - totals.of(stream);
        }
        Losses beyond = unsettled();
        Losses taken = Losses.of(expired.toMap());
        taken.addAll(beyond.toMap());
        return new Standing(
                new Offset(position),
                note.asReadOnlyBuffer(),
                new Offset(sinceStart.offset()),
                new Offset(end.offset()),
                ahead - beyond.sum(),
                sinceStart.appended(streams, end.totals()),
                Collections.unmodifiableMap(taken.byReason()));
    }

    /** What is expired beyond the position. */
    private Losses unsettled() {
        Losses all = Losses.of(foretold.toMap());
        all.addAll(losses.sum().toMap());
        return all;
    }

    synchronized CursorState state() {
        return new CursorState(
                name,
                position,
                note,
                sinceStart.offset(),
                totals.toMap(),
                sinceStart.totals(),
                sinceStart.retired(),
                expired.toMap(),
                holeEnd,
                holeReason,
                unsettled().toMap());
    }

    synchronized boolean isChanged() {
        return changed;
    }

    /** As {@link #state}, for writing it down. */
    synchronized CursorState save() {
        changed = false;
        return state();
    }

    /** The state could not be written. */
    synchronized void markChanged() {
        changed = true;
    }
}
