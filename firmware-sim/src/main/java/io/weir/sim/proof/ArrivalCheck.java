package io.weir.sim.proof;

import io.weir.sim.cloud.Arrival;
import io.weir.sim.fleet.Journal.Entry;
import io.weir.sim.fleet.Journal.Fate;
import io.weir.sim.proof.Finding.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds one device's journal against what arrived of it: everything acknowledged is there, nothing twice, nothing that was never
 * sent, and in the order of sending. Used once, by one thread.
 */
final class ArrivalCheck {
    private final Track track;
    private final boolean complete;
    private final List<Finding> findings;
    private final Map<Point, Deque<Integer>> open = new HashMap<>();
    private int newestMessage = -1;
    private long matched;
    private long missing;

    /**
     * A complete check demands every acknowledged reading; the other kind is for streams that may hold less, such as filtered ones.
     */
    ArrivalCheck(Track track, boolean complete, List<Finding> findings) {
        this.track = track;
        this.complete = complete;
        this.findings = findings;
    }

    void check(List<Arrival> arrivals) {
        expect();
        for (Arrival arrival : arrivals) {
            if (arrival instanceof Arrival.Reading reading) {
                match(reading);
            } else {
                report(Kind.UNKNOWN, "a window in the stream " + arrival.stream());
            }
        }
        if (complete) {
            remaining();
        }
    }

    private void expect() {
        List<Entry> entries = track.entries();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (complete && track.spec().isAcknowledged()) {
                judgeAnswer(entry);
            }
            if (entry.message().isReading() && entry.fate() != Fate.REFUSED) {
                for (Point point : track.shape().points(track.spec().metric(), entry.message())) {
                    open.computeIfAbsent(point, key -> new ArrayDeque<>()).add(i);
                }
            }
        }
    }

    private void judgeAnswer(Entry entry) {
        if (entry.fate() == Fate.OPEN) {
            report(
                    Kind.UNANSWERED,
                    "seq " + entry.message().seq() + " " + entry.message().kind());
        } else if (entry.fate() == Fate.REFUSED && entry.message().isReading()) {
            report(Kind.REFUSED, "seq " + entry.message().seq() + ": " + entry.reason());
        }
    }

    private void match(Arrival.Reading reading) {
        Point point = new Point(reading.metric(), reading.timeMillis(), reading.value());
        Deque<Integer> messages = open.get(point);
        if (messages == null) {
            report(Kind.UNKNOWN, point + " as " + reading.id());
            return;
        }
        Integer message = messages.poll();
        if (message == null) {
            report(Kind.DOUBLED, point + " again as " + reading.id());
            return;
        }
        matched++;
        if (message < newestMessage) {
            report(Kind.REORDERED, point + " as " + reading.id() + ", after message no. " + newestMessage);
        }
        newestMessage = Math.max(newestMessage, message);
    }

    private void remaining() {
        for (Map.Entry<Point, Deque<Integer>> left : open.entrySet()) {
            for (int message : left.getValue()) {
                missing++;
                if (track.spec().isAcknowledged()
                        && track.entries().get(message).fate() == Fate.ACCEPTED) {
                    report(Kind.LOST, left.getKey() + " of message no. " + message);
                }
            }
        }
    }

    private void report(Kind kind, String detail) {
        findings.add(new Finding(kind, track.device() + " " + detail));
    }

    long matched() {
        return matched;
    }

    /** Readings that did not arrive, promised or not. */
    long missing() {
        return missing;
    }
}
