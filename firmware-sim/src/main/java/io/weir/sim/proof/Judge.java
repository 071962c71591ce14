package io.weir.sim.proof;

import io.weir.sim.cloud.Archive;
import io.weir.sim.cloud.Arrival;
import io.weir.sim.cloud.Counts;
import io.weir.sim.fleet.Journal.Fate;
import io.weir.sim.fleet.Protocol;
import io.weir.sim.proof.Finding.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares the journals of devices that have ended with what the cloud holds by now. It believes nobody: not the gateway's
 * counters, and of the records only what the devices' own sequences confirm. One thread.
 */
public final class Judge {
    private final List<Track> tracks;
    private final Streams streams;
    private final WindowRule rule;

    public Judge(List<Track> tracks, Streams streams, WindowRule rule) {
        this.tracks = List.copyOf(tracks);
        this.streams = streams;
        this.rule = rule;
    }

    public Verdict judge(Archive archive, Counts counts) {
        List<Finding> findings = new ArrayList<>();
        Map<String, List<Arrival>> raw = archive.byDevice(streams.raw());
        Totals totals = new Totals();
        for (Track track : tracks) {
            checkArrivals(track, raw, totals, findings);
        }
        checkStrangers(raw, findings);
        if (!streams.filtered().isEmpty()) {
            checkFiltered(archive.byDevice(streams.filtered()), findings);
        }
        if (!streams.windows().isEmpty()) {
            checkWindows(raw, archive.byDevice(streams.windows()), totals, findings);
        }
        if (counts.contradictions() > 0) {
            findings.add(new Finding(Kind.CONTRADICTED, counts.contradictions() + " records"));
        }
        if (counts.malformed() > 0) {
            findings.add(new Finding(Kind.MALFORMED, counts.malformed() + " lines"));
        }
        return totals.verdict(findings, counts.repeats());
    }

    private void checkArrivals(Track track, Map<String, List<Arrival>> raw, Totals totals, List<Finding> findings) {
        List<Arrival> arrivals = raw.getOrDefault(track.device(), List.of());
        totals.count(track);
        if (track.forgottenSessions() > 0) {
            findings.add(new Finding(Kind.FORGOTTEN, track.device() + ", " + track.forgottenSessions() + " times"));
        }
        if (track.spec().protocol() == Protocol.GPIO) {
            List<Arrival.Reading> edges = arrivals.stream()
                    .filter(Arrival.Reading.class::isInstance)
                    .map(Arrival.Reading.class::cast)
                    .filter(arrival -> arrival.metric().equals(track.spec().metric()))
                    .toList();
            totals.unconfirmedMissing += new EdgeCheck(track, findings).check(edges);
            totals.arrived += edges.size();
            return;
        }
        ArrivalCheck check = new ArrivalCheck(track, true, findings);
        check.check(arrivals);
        totals.arrived += check.matched();
        if (!track.spec().isAcknowledged()) {
            totals.unconfirmedMissing += check.missing();
        }
    }

    private void checkStrangers(Map<String, List<Arrival>> raw, List<Finding> findings) {
        Set<String> known = new HashSet<>();
        tracks.forEach(track -> known.add(track.device()));
        raw.keySet().stream()
                .filter(device -> !known.contains(device))
                .forEach(device -> findings.add(new Finding(Kind.UNKNOWN, "the device " + device)));
    }

    /** What a filter lets through must have been sent, must not come twice, and must be in order. */
    private void checkFiltered(Map<String, List<Arrival>> filtered, List<Finding> findings) {
        for (Track track : tracks) {
            if (track.spec().protocol() != Protocol.GPIO) {
                new ArrivalCheck(track, false, findings).check(filtered.getOrDefault(track.device(), List.of()));
            }
        }
    }

    private void checkWindows(
            Map<String, List<Arrival>> raw, Map<String, List<Arrival>> windows, Totals totals, List<Finding> findings) {
        for (Map.Entry<String, List<Point>> device : windowInputs(raw).entrySet()) {
            WindowOracle.Answer answer = WindowOracle.of(device.getValue(), rule);
            totals.windowsExpected += answer.fired().size();
            totals.late += answer.late();
            totals.windowsRight += new WindowCheck(device.getKey(), findings)
                    .check(answer.fired(), windows.getOrDefault(device.getKey(), List.of()));
        }
    }

    /**
     * By device, what its windows are made of: what was acknowledged, in the order of sending. Where nothing is acknowledged, the
     * raw stream has to say what came through. Clocks too far ahead close no window and are left out.
     */
    private Map<String, List<Point>> windowInputs(Map<String, List<Arrival>> raw) {
        Map<String, List<Point>> inputs = new HashMap<>();
        for (Track track : tracks) {
            if (track.spec().faults().skew().compareTo(rule.maxAhead()) <= 0) {
                inputs.put(
                        track.device(),
                        track.spec().isAcknowledged()
                                ? track.acceptedPoints()
                                : points(raw.getOrDefault(track.device(), List.of())));
            }
        }
        return inputs;
    }

    private static List<Point> points(List<Arrival> arrivals) {
        List<Point> points = new ArrayList<>();
        for (Arrival arrival : arrivals) {
            if (arrival instanceof Arrival.Reading reading) {
                points.add(new Point(reading.metric(), reading.timeMillis(), reading.value()));
            }
        }
        return points;
    }

    /** Sums while judging. */
    private static final class Totals {
        private long devices;
        private long sent;
        private long resent;
        private long accepted;
        private long garbage;
        private long again;
        private long arrived;
        private long unconfirmed;
        private long unconfirmedMissing;
        private long windowsExpected;
        private long windowsRight;
        private long late;

        void count(Track track) {
            devices++;
            sent += track.entries().size();
            resent += track.resent();
            for (var entry : track.entries()) {
                switch (entry.message().kind()) {
                    case GARBAGE -> garbage++;
                    case AGAIN -> again++;
                    default -> {}
                }
                if (!track.spec().isAcknowledged()) {
                    unconfirmed++;
                } else if (entry.fate() == Fate.ACCEPTED) {
                    accepted++;
                }
            }
        }

        Verdict verdict(List<Finding> findings, long repeats) {
            return new Verdict(
                    findings,
                    devices,
                    sent,
                    resent,
                    accepted,
                    garbage,
                    again,
                    arrived,
                    unconfirmed,
                    unconfirmedMissing,
                    windowsExpected,
                    windowsRight,
                    late,
                    repeats);
        }
    }
}
