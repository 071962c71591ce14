package io.weir.sim.proof;

import io.weir.sim.cloud.Arrival;
import io.weir.sim.fleet.Journal.Entry;
import io.weir.sim.fleet.Journal.Fate;
import io.weir.sim.proof.Finding.Kind;
import java.util.List;

/**
 * Holds the edges of one GPIO line against what arrived. Nobody promises that an edge in memory survives a kill, so a missing one is no loss;
 * but none may be counted twice, and since the last start of the gateway, which ends in peace, none may be missing.
 */
final class EdgeCheck {
    private final Track track;
    private final List<Finding> findings;

    EdgeCheck(Track track, List<Finding> findings) {
        this.track = track;
        this.findings = findings;
    }

    /** Takes the arrivals of this line's metric only; returns how many edges are missing. */
    long check(List<Arrival.Reading> arrivals) {
        List<Entry> edges = track.entries();
        int sent = 0;
        for (Arrival.Reading arrival : arrivals) {
            while (sent < edges.size() && edges.get(sent).message().value() != arrival.value()) {
                sent++;
            }
            if (sent == edges.size()) {
                report(Kind.DOUBLED, "level " + arrival.value() + " as " + arrival.id());
            } else {
                sent++;
            }
        }
        checkLastLife(edges, arrivals);
        return (long) edges.size() - arrivals.size();
    }

    private void checkLastLife(List<Entry> edges, List<Arrival.Reading> arrivals) {
        if (edges.isEmpty()) {
            return;
        }
        int life = edges.get(edges.size() - 1).connection();
        List<Entry> last =
                edges.stream().filter(edge -> edge.connection() == life).toList();
        long since = last.get(0).message().timeMillis();
        long arrived = arrivals.stream()
                .filter(arrival -> arrival.timeMillis() >= since)
                .count();
        if (arrived < changes(last)) {
            report(Kind.LOST, changes(last) - arrived + " of " + changes(last) + " edges since the last start");
        }
    }

    /** A line is low when the gateway starts; only a change is an edge. */
    private static long changes(List<Entry> life) {
        double level = 0;
        long changes = 0;
        for (Entry edge : life) {
            if (edge.fate() == Fate.ACCEPTED && edge.message().value() != level) {
                changes++;
                level = edge.message().value();
            }
        }
        return changes;
    }

    private void report(Kind kind, String detail) {
        findings.add(new Finding(kind, track.device() + "/" + track.spec().metric() + " " + detail));
    }
}
