package io.weir.buffer;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
    private final Deque<Loss> losses = new ArrayDeque<>();
    private final Map<Expiry, Tally> expired = new EnumMap<>(Expiry.class);
    private Set<Integer> streams;
    private Tally totals;
    private Tally startTotals;
    private long position;
    private long start;
    private long retiredAppended;
    private ByteBuffer note;
    private long holeEnd;
    private Expiry holeReason;
    private long readPosition;
    private Tally readTotals;
    private long moves;
    private boolean changed;

    /** Records that are gone, found while older ones were still in flight. */
    private record Loss(long to, Expiry reason, Map<Integer, Long> counts) {}

    Account(CursorState state) {
        name = state.name();
        streams = new TreeSet<>(state.totals().keySet());
        totals = Tally.of(state.totals());
        startTotals = Tally.of(state.startTotals());
        position = state.position();
        start = state.start();
        retiredAppended = state.retiredAppended();
        note = state.note();
        state.expired().forEach((reason, counts) -> expired.put(reason, Tally.of(counts)));
        holeEnd = state.holeEnd();
        holeReason = state.holeReason();
        readPosition = position;
        readTotals = Tally.of(state.totals());
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
        return readPosition;
    }

    /** Changes whenever the read position was moved by somebody else than the reader. */
    synchronized long moves() {
        return moves;
    }

    /** What was in flight will be read again. */
    synchronized void rewind() {
        inFlight.clear();
        losses.clear();
        readPosition = position;
        readTotals = Tally.of(totals.toMap());
        moves++;
    }

    /** From now on the cursor reads these streams; those that are new begin at the position. */
    synchronized void subscribe(Set<Integer> wanted, Map<Integer, Long> totalsAtPosition) {
        rewind();
        for (int gone : streams) {
            if (!wanted.contains(gone)) {
                retiredAppended += totals.of(gone) - startTotals.of(gone);
            }
        }
        for (int stream : wanted) {
            if (!streams.contains(stream)) {
                totals.set(stream, totalsAtPosition.getOrDefault(stream, 0L));
                startTotals.set(stream, totals.of(stream));
            }
        }
        streams = new TreeSet<>(wanted);
        totals.keepOnly(streams);
        startTotals.keepOnly(streams);
        rewind();
        changed = true;
    }

    /** Begins anew at this place. */
    synchronized void begin(Locator.Place place) {
        streams.forEach(stream -> totals.set(stream, place.totals().getOrDefault(stream, 0L)));
        startTotals = Tally.of(totals.toMap());
        position = place.offset();
        start = place.offset();
        retiredAppended = 0;
        note = ByteBuffer.allocate(0);
        expired.clear();
        holeEnd = 0;
        rewind();
        changed = true;
    }

    /** A record was handed to the cursor's user. */
    synchronized void read(long offset, int stream) {
        inFlight.add(offset, stream);
        readTotals.add(stream, 1);
        readPosition = offset + 1;
    }

    /** Nothing more of the cursor's streams is below this offset. */
    synchronized void passed(long offset) {
        readPosition = Math.max(readPosition, offset);
        if (inFlight.isEmpty() && losses.isEmpty()) {
            position = readPosition;
        }
    }

    /** At this offset the totals are known: what was neither read nor counted before is lost. */
    synchronized void reconcile(Map<Integer, Long> known, long at) {
        Tally missing = new Tally();
        for (int stream : streams) {
            long lost = known.getOrDefault(stream, 0L) - readTotals.of(stream);
            if (lost > 0) {
                missing.set(stream, lost);
            }
        }
        if (missing.sum() > 0) {
            lose(at, readPosition < holeEnd ? holeReason : Expiry.DAMAGED, missing.toMap());
        }
    }

    /** Retention takes this segment: what of it was not read yet is expired. */
    synchronized void expire(Segment segment, Expiry reason) {
        if (position < segment.end()) {
            holeEnd = segment.end(); // also for what is in flight, if it comes to be read again
            holeReason = reason;
            changed = true;
        }
        if (readPosition >= segment.end()) {
            return;
        }
        Tally missing = new Tally();
        for (int stream : streams) {
            long lost = segment.after(stream) - readTotals.of(stream);
            if (lost > 0) {
                missing.set(stream, lost);
            }
        }
        if (missing.sum() > 0) {
            lose(segment.end(), reason, missing.toMap());
        }
        passed(segment.end());
        moves++;
    }

    private void lose(long to, Expiry reason, Map<Integer, Long> counts) {
        readTotals.addAll(counts);
        readPosition = Math.max(readPosition, to);
        losses.add(new Loss(readPosition, reason, counts));
        settle();
    }

    synchronized void commit(long next, ByteBuffer newNote) {
        while (!inFlight.isEmpty() && inFlight.oldest() < next) {
            totals.add(inFlight.remove(), 1);
        }
        position = Math.max(position, Math.min(next, readPosition));
        note = newNote;
        settle();
        changed = true;
    }

    /** Counts losses with nothing in flight before them. */
    private void settle() {
        while (!losses.isEmpty()
                && (inFlight.isEmpty() || inFlight.oldest() >= losses.element().to())) {
            Loss loss = losses.remove();
            totals.addAll(loss.counts());
            expired.computeIfAbsent(loss.reason(), r -> new Tally()).addAll(loss.counts());
            position = Math.max(position, loss.to());
            changed = true;
        }
    }

    /** Whether an entry of this segment is still ahead of the committed position. */
    synchronized boolean needs(Segment segment) {
        return streams.stream()
                .anyMatch(stream ->
                        segment.extent().counts().containsKey(stream) && totals.of(stream) < segment.after(stream));
    }

    /** How many entries of the stream in this segment are still to be read. */
    synchronized long unread(Segment segment, int stream) {
        long in = segment.extent().counts().getOrDefault(stream, 0L);
        return streams.contains(stream) ? Math.max(0, Math.min(in, segment.after(stream) - readTotals.of(stream))) : 0;
    }

    synchronized Standing standing(Tail tail) {
        Tail.End end = tail.end(); // only now: what was read must not lie beyond it
        long ahead = 0;
        long appended = retiredAppended;
        for (int stream : streams) {
            long total = end.totals().getOrDefault(stream, 0L);
            ahead += total - totals.of(stream);
            appended += total - startTotals.of(stream);
        }
        Map<Expiry, Long> taken = new TreeMap<>();
        expired.forEach((reason, counts) -> taken.merge(reason, counts.sum(), Long::sum));
        for (Loss loss : losses) {
            long count =
                    loss.counts().values().stream().mapToLong(Long::longValue).sum();
            taken.merge(loss.reason(), count, Long::sum);
            ahead -= count;
        }
        return new Standing(
                new Offset(position),
                note.asReadOnlyBuffer(),
                new Offset(start),
                new Offset(end.offset()),
                ahead,
                appended,
                Collections.unmodifiableMap(taken));
    }

    synchronized CursorState state() {
        Map<Expiry, Map<Integer, Long>> counts = new EnumMap<>(Expiry.class);
        expired.forEach((reason, tally) -> counts.put(reason, tally.toMap()));
        return new CursorState(
                name,
                position,
                note,
                start,
                totals.toMap(),
                startTotals.toMap(),
                retiredAppended,
                counts,
                holeEnd,
                holeReason);
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
