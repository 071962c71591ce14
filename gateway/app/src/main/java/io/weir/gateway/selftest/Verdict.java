package io.weir.gateway.selftest;

import io.weir.gateway.FlashWear;
import io.weir.gateway.selftest.Finding.Weight;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What it all means.
 *
 * @param capacityBytes of the file system
 */
public record Verdict(
        Medium medium, Measured measured, KillRounds.Outcome kills, List<Finding> findings, long capacityBytes) {

    /** No flash, disk or bus takes and keeps a block in less; memory does. */
    private static final Duration FASTEST_HONEST = Duration.ofNanos(50_000);

    private static final int ASSUMED_PER_SECOND = 100;
    /** Rewrites that cheap flash takes: cards do not say theirs. */
    private static final int ASSUMED_REWRITES = 1000;

    static Verdict of(Medium medium, Measured measured, KillRounds.Outcome kills, long capacityBytes) {
        List<Finding> findings = new ArrayList<>(medium.findings());
        if (kills.lost() > 0 || kills.wrong() > 0) {
            findings.add(new Finding(
                    Weight.FATAL,
                    "after a kill " + kills.lost() + " acknowledged entries were lost and " + kills.wrong()
                            + " wrong: report this, it must not be"));
        }
        Duration sync = measured.overwrite().p50();
        if (sync.compareTo(FASTEST_HONEST) < 0) {
            findings.add(new Finding(
                    Weight.RISK,
                    "a sync takes " + text(sync) + " (a write without one "
                            + text(measured.unsynced().p50())
                            + "): faster than a medium can be. Either the device keeps its cache through a power cut, or it does "
                            + "not do what it says. Pull the plug to know"));
        }
        findings.add(new Finding(
                Weight.NOTE,
                "no program can tell whether a card that says \"done\" has done it. To prove it pull the plug: run with "
                        + "--pull-plug write while another machine keeps what is printed (ssh), cut the power, start again, and "
                        + "run with --pull-plug verify --last N, N being the last number printed"));
        return new Verdict(medium, measured, kills, List.copyOf(findings), capacityBytes);
    }

    /** Whether nothing speaks against this disk that can be seen. */
    public boolean isGood() {
        return findings.stream().noneMatch(f -> f.weight() == Weight.FATAL);
    }

    /** So that syncing takes a tenth of the time, between 50 ms and 1 s. */
    Duration recommendedCommitEvery() {
        long millis = 10 * measured.group().p50().toMillis();
        return Duration.ofMillis(Math.max(50, Math.min(1000, (millis + 49) / 50 * 50)));
    }

    private double yearly(Duration commitEvery) {
        return FlashWear.perYear(ASSUMED_PER_SECOND, commitEvery, measured.commitBytes());
    }

    private double years(Duration commitEvery) {
        return (double) capacityBytes * ASSUMED_REWRITES / Math.max(1, yearly(commitEvery));
    }

    /** In the words of an operator. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("disk        " + medium.fileSystem() + " on " + medium.device() + ", mounted "
                + String.join(",", medium.options())
                + (medium.writeCache().isEmpty() ? "" : ", device cache: " + medium.writeCache()));
        lines.add(row("one reading, synced", measured.group()));
        lines.add(row("100 readings, synced", measured.groups()));
        lines.add(row("plain append + fdatasync", measured.append()));
        lines.add(row("4 KiB overwritten + fdatasync", measured.overwrite()));
        lines.add(row("4 KiB overwritten, no sync", measured.unsynced()));
        lines.add(String.format(Locale.ROOT, "bulk        %.1f MB/s", measured.bulkBytesPerSecond() / 1e6));
        lines.add("kills       " + kills.rounds() + " rounds, " + kills.acknowledged() + " entries acknowledged, "
                + kills.lost() + " lost, " + kills.wrong() + " wrong");
        findings.forEach(f -> lines.add(
                String.format(Locale.ROOT, "%-11s %s", f.weight().name().toLowerCase(Locale.ROOT), f.text())));
        lines.add("advice      " + advice());
        lines.add("verdict     " + verdict());
        return lines;
    }

    private String advice() {
        Duration every = recommendedCommitEvery();
        return String.format(
                Locale.ROOT,
                "buffer.commit-every: %dms. At %d readings a second this writes %s a year, and flash of this size that takes %d"
                        + " rewrites lasts about %.0f years; with 0ms %s and %.1f years",
                every.toMillis(),
                ASSUMED_PER_SECOND,
                FlashWear.terabytes(yearly(every)),
                ASSUMED_REWRITES,
                years(every),
                FlashWear.terabytes(yearly(Duration.ZERO)),
                years(Duration.ZERO));
    }

    private String verdict() {
        if (!isGood()) {
            return "NOT SAFE: what is acknowledged here can be lost";
        }
        boolean risky = findings.stream().anyMatch(f -> f.weight() == Weight.RISK);
        return risky
                ? "no loss seen, but there are risks that software cannot rule out: pull the plug before you rely on it"
                : "good, as far as software can tell";
    }

    private static String row(String name, Latencies times) {
        return String.format(
                Locale.ROOT,
                "sync        %-30s p50 %9s  p99 %9s  max %9s  %8.0f/s",
                name,
                text(times.p50()),
                text(times.p99()),
                text(times.max()),
                times.perSecond());
    }

    private static String text(Duration time) {
        return time.toMillis() >= 10 ? time.toMillis() + "ms" : time.toNanos() / 1000 + "us";
    }

    /** For programs: durations in microseconds. */
    public Map<String, Object> asMap() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("good", isGood());
        json.put("file-system", medium.fileSystem());
        json.put("device", medium.device());
        json.put("options", medium.options());
        json.put("write-cache", medium.writeCache());
        json.put("one", map(measured.group()));
        json.put("hundred", map(measured.groups()));
        json.put("append", map(measured.append()));
        json.put("overwrite", map(measured.overwrite()));
        json.put("unsynced", map(measured.unsynced()));
        json.put("bulk-bytes-per-second", Math.round(measured.bulkBytesPerSecond()));
        json.put("commit-bytes", measured.commitBytes());
        json.put(
                "kills",
                Map.of(
                        "rounds", kills.rounds(),
                        "acknowledged", kills.acknowledged(),
                        "lost", kills.lost(),
                        "wrong", kills.wrong()));
        json.put(
                "findings",
                findings.stream()
                        .map(f -> Map.of("weight", f.weight().name().toLowerCase(Locale.ROOT), "text", f.text()))
                        .toList());
        json.put("commit-every-ms", recommendedCommitEvery().toMillis());
        return json;
    }

    private static Map<String, Object> map(Latencies times) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("count", times.count());
        json.put("p50-us", times.p50().toNanos() / 1000);
        json.put("p99-us", times.p99().toNanos() / 1000);
        json.put("max-us", times.max().toNanos() / 1000);
        return json;
    }
}
