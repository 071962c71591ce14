package io.weir.buffer;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What has become of the entries that are no longer there, and of segments without a seal. Guarded by its own monitor. */
final class Chronicle {
    private final long epoch;
    private final Ranges removed;
    private final Ranges gaps;
    private final Tally lost;
    private final Losses expired;
    private final ExpiredRanges ranges;
    private final Map<Long, LogState.Known> known;
    private final Set<Long> removing;
    private final Map<Long, Map<Integer, Long>> damage;
    private boolean changed;

    Chronicle(LogState state) {
        epoch = state.epoch();
        removed = Ranges.of(state.removed());
        gaps = Ranges.of(state.gaps());
        lost = Tally.of(state.lost());
        expired = Losses.of(state.expired());
        ranges = new ExpiredRanges(state.ranges());
        known = new TreeMap<>(state.known());
        removing = new TreeSet<>(state.removing());
        damage = new TreeMap<>(state.damage());
    }

    /** Retention takes this segment; its file may go once this is durable. */
    synchronized void remove(Segment segment) {
        removed.add(segment.first(), segment.end());
        removing.add(segment.generation());
        known.remove(segment.generation());
        damage.remove(segment.generation());
        changed = true;
    }

    /** A file that does not count and must not come to count when others go; it may go once this is durable. */
    synchronized void discard(long generation) {
        removing.add(generation);
        known.remove(generation);
        changed = true;
    }

    /** The files of these generations are gone for good. */
    synchronized void unlinked(Set<Long> generations) {
        removing.removeAll(generations);
        changed = true;
    }

    /** Oldest first. */
    synchronized Set<Long> removing() {
        return Collections.unmodifiableSet(new TreeSet<>(removing));
    }

    synchronized void neverThere(long from, long to) {
        removed.add(from, to);
        changed = true;
    }

    synchronized List<Ranges.Range> notRemovedIn(long from, long to) {
        return removed.missingIn(from, to);
    }

    synchronized boolean removedNothingIn(long from, long to) {
        return removed.missingIn(from, to).equals(List.of(new Ranges.Range(from, to)));
    }

    /** The disk has lost these offsets; the counts are added unless the loss was known. */
    synchronized void lose(List<Ranges.Range> ranges, Map<Integer, Long> counts) {
        boolean news =
                ranges.stream().anyMatch(r -> !gaps.missingIn(r.from(), r.to()).isEmpty());
        if (news) {
            ranges.forEach(r -> gaps.add(r.from(), r.to()));
            lost.addAll(counts);
            changed = true;
        }
    }

    /** A segment was verified: what it lacks now replaces what it was known to lack. True if that is news. */
    synchronized boolean verified(Segment segment, List<Ranges.Range> ranges, Map<Integer, Long> counts) {
        Map<Integer, Long> before = damage.getOrDefault(segment.generation(), Map.of());
        if (before.equals(counts)) {
            return false;
        }
        counts.forEach((stream, count) -> lost.add(stream, count - before.getOrDefault(stream, 0L)));
        damage.put(segment.generation(), counts);
        ranges.forEach(r -> gaps.add(r.from(), r.to()));
        changed = true;
        return true;
    }

    synchronized void know(Segment segment) {
        known.put(segment.generation(), new LogState.Known(segment.first(), segment.before(), segment.extent()));
        changed = true;
    }

    /** Whether this segment has no seal of its own. */
    synchronized boolean knows(long generation) {
        return known.containsKey(generation);
    }

    /** A segment without entries is gone. */
    synchronized void forget(long generation) {
        known.remove(generation);
    }

    /** What recovery found is lost in this segment was counted. */
    synchronized void counted(Segment segment, Map<Integer, Long> lostCounts) {
        damage.put(segment.generation(), lostCounts);
    }

    /** So many entries of these offsets were given up before all cursors had read them. */
    synchronized void expire(long from, long to, Map<Expiry, Map<Integer, Long>> counts) {
        expired.addAll(counts);
        counts.forEach((reason, byStream) -> byStream.forEach((stream, count) ->
                ranges.add(new ExpiredRange(reason, stream, new Offset(from), new Offset(to), count))));
        changed = true;
    }

    /** These segments are replaced by one of the same range; their files may go once this is durable. */
    synchronized void replace(List<Segment> old) {
        for (Segment segment : old) {
            removing.add(segment.generation());
            known.remove(segment.generation());
            damage.remove(segment.generation());
        }
        changed = true;
    }

    synchronized List<LostRange> gaps() {
        return gaps.toList().stream()
                .map(r -> new LostRange(new Offset(r.from()), new Offset(r.to())))
                .toList();
    }

    /** By reason and stream, what the disk has lost included. */
    synchronized Map<Expiry, Map<Integer, Long>> expired() {
        Map<Expiry, Map<Integer, Long>> all = expired.toMap();
        Map<Integer, Long> damaged = lost.toMap();
        if (!damaged.isEmpty()) {
            all.put(Expiry.DAMAGED, damaged);
        }
        return all;
    }

    synchronized List<ExpiredRange> expiredRanges() {
        return ranges.toList();
    }

    synchronized boolean isChanged() {
        return changed;
    }

    synchronized void markChanged() {
        changed = true;
    }

    synchronized LogState save(long nextGeneration, Tail.End end, List<CursorState> cursors, long runMillis) {
        changed = false;
        return new LogState(
                epoch,
                nextGeneration,
                end.offset(),
                end.totals(),
                removed.toList(),
                gaps.toList(),
                lost.toMap(),
                expired.toMap(),
                new TreeMap<>(known),
                new TreeSet<>(removing),
                new TreeMap<>(damage),
                cursors,
                ranges.toList(),
                runMillis);
    }
}
