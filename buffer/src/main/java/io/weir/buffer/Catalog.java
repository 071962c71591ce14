package io.weir.buffer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The segments of the log in the order of their offsets. Readers see an immutable list; changes come one at a time. */
final class Catalog {
    private volatile List<Segment> segments;

    /** Of segments in the order of their offsets. */
    Catalog(List<Segment> segments) {
        this.segments = List.copyOf(segments);
    }

    List<Segment> segments() {
        return segments;
    }

    /** Those that nobody writes to any more. */
    List<Segment> complete() {
        return segments.stream().filter(Segment::isComplete).toList();
    }

    synchronized void add(Segment segment) {
        List<Segment> more = new ArrayList<>(segments);
        more.add(segment);
        more.sort(Comparator.comparingLong(Segment::first).thenComparingLong(Segment::generation));
        segments = List.copyOf(more);
    }

    synchronized void remove(Segment segment) {
        segments = segments.stream().filter(s -> s != segment).toList();
    }

    /** One segment takes the place of others. */
    synchronized void replace(List<Segment> old, Segment by) {
        List<Segment> more = new ArrayList<>(segments);
        more.removeAll(old);
        more.add(by);
        more.sort(Comparator.comparingLong(Segment::first).thenComparingLong(Segment::generation));
        segments = List.copyOf(more);
    }

    /** What was given up of the segments that begin at this offset or later. */
    Map<Expiry, Map<Integer, Long>> goneFrom(long offset) {
        Losses gone = new Losses();
        for (Segment segment : segments) {
            if (segment.first() >= offset) {
                gone.addAll(segment.origin().gone());
            }
        }
        return gone.toMap();
    }

    boolean contains(Segment segment) {
        return segments.contains(segment);
    }

    /** The first segment that has something committed beyond this offset. */
    Optional<Segment> reaching(long offset) {
        List<Segment> all = segments;
        int low = 0;
        int high = all.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (all.get(middle).end() > offset) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low < all.size() ? Optional.of(all.get(low)) : Optional.empty();
    }

    long lengthBytes() {
        return segments.stream().mapToLong(s -> s.extent().lengthBytes()).sum();
    }
}
