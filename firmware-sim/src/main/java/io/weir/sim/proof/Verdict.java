package io.weir.sim.proof;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What the judge says, and the numbers behind it.
 *
 * @param sent messages, each counted once however often it was sent again
 * @param resent how many of them were sent again, for want of an answer
 * @param accepted messages that the gateway acknowledged
 * @param garbage messages nobody can decode, which must not turn up
 * @param again messages that repeat a reading on purpose and count for themselves
 * @param arrived readings of the raw stream that match a sent one
 * @param unconfirmed messages that no protocol acknowledges: QoS 0 and GPIO
 * @param unconfirmedMissing readings of those that did not arrive
 * @param late readings that came too late for every window
 * @param repeats records that came over the wire more than once and were told by their id
 */
public record Verdict(
        List<Finding> findings,
        long devices,
        long sent,
        long resent,
        long accepted,
        long garbage,
        long again,
        long arrived,
        long unconfirmed,
        long unconfirmedMissing,
        long windowsExpected,
        long windowsRight,
        long late,
        long repeats) {
    private static final int EXAMPLES = 3;

    public Verdict {
        findings = List.copyOf(findings);
    }

    public boolean holds() {
        return findings.isEmpty();
    }

    /** The same verdict with one more finding. */
    public Verdict with(Finding finding) {
        List<Finding> more = new ArrayList<>(findings);
        more.add(finding);
        return new Verdict(
                more,
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

    public long count(Finding.Kind kind) {
        return findings.stream().filter(finding -> finding.kind() == kind).count();
    }

    /** One line of proof, or of what is wrong. */
    public String line() {
        String numbers = "%,d messages from %d devices, %,d of them sent again, %,d acknowledged"
                .formatted(sent, devices, resent, accepted);
        String arrivals =
                "; %,d readings arrived, %,d lost, %,d counted twice, %,d out of order, %,d repeats told by their id"
                        .formatted(
                                arrived,
                                count(Finding.Kind.LOST),
                                count(Finding.Kind.DOUBLED),
                                count(Finding.Kind.REORDERED),
                                repeats);
        String windows =
                windowsExpected == 0 ? "" : "; %,d of %,d windows right".formatted(windowsRight, windowsExpected);
        return (holds() ? "PROVEN: " : "FAILED: ") + numbers + arrivals + windows;
    }

    /** How often each thing is wrong, with the first few examples. */
    public List<String> troubles() {
        Map<Finding.Kind, List<Finding>> kinds = new EnumMap<>(Finding.Kind.class);
        findings.forEach(finding ->
                kinds.computeIfAbsent(finding.kind(), kind -> new ArrayList<>()).add(finding));
        List<String> lines = new ArrayList<>();
        kinds.forEach((kind, all) -> {
            lines.add("%,d %s".formatted(all.size(), kind.words()));
            all.stream().limit(EXAMPLES).forEach(finding -> lines.add("    " + finding.detail()));
        });
        return lines;
    }
}
