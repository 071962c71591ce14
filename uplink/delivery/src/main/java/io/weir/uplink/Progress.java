package io.weir.uplink;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what happens to an uplink, tells the log about changes (repeated trouble at most once a minute), and publishes a
 * snapshot. Written by the uplink's thread; {@link #status} by any.
 */
final class Progress {

    private static final Logger LOG = LoggerFactory.getLogger(Uplink.class);
    private static final int MOST_WORDS = 300;
    private static final Duration SILENCE = Duration.ofMinutes(1);

    private final String uplink;
    private final Clock clock;
    private boolean connected;
    private Optional<String> trouble = Optional.empty();
    private Optional<Instant> oldestUnsent = Optional.empty();
    private long batches;
    private long records;
    private long bytes;
    private long retries;
    private long retriesOfOutage;
    private boolean outageSaid;
    private long deadUnsaid;
    private Quiet pause = Quiet.NONE;
    private Quiet retrySilence = Quiet.NONE;
    private Quiet deadSilence = Quiet.NONE;
    private Quiet bugSilence = Quiet.NONE;
    private volatile Snapshot published;

    private record Snapshot(UplinkStatus status, Optional<Instant> oldestUnsent, Quiet pause) {}

    Progress(String uplink, Clock clock) {
        this.uplink = uplink;
        this.clock = clock;
        this.published = snapshot();
    }

    void accepted(int count, long lengthBytes) {
        if (outageSaid) {
            LOG.info("Uplink {} delivers again attempts={}", uplink, retriesOfOutage);
        }
        connected = true;
        trouble = Optional.empty();
        outageSaid = false;
        retriesOfOutage = 0;
        batches++;
        records += count;
        bytes += lengthBytes;
    }

    /** Some records were not taken while others were. */
    void heldBack(String reason, int count) {
        retries++;
        trouble = Optional.of(brief(reason));
        if (mayComplain()) {
            LOG.warn("Uplink {} holds back records of some devices: {} count={}", uplink, brief(reason), count);
        }
    }

    void failed(String reason, Duration delay) {
        connected = false;
        retries++;
        retriesOfOutage++;
        paused(reason, delay);
        if (mayComplain()) {
            outageSaid = true;
            LOG.warn("Uplink {} cannot deliver: {} next-attempt-ms={}", uplink, brief(reason), delay.toMillis());
        }
    }

    /** Also a destination that comes and goes may fill no more than a line a minute. */
    private boolean mayComplain() {
        if (!retrySilence.isOver(clock.instant())) {
            return false;
        }
        retrySilence = new Quiet(clock.instant(), SILENCE);
        return true;
    }

    /** Libraries put whole stories into their messages. */
    private static String brief(String reason) {
        String line = reason.lines().findFirst().orElse("");
        return line.length() <= MOST_WORDS ? line : line.substring(0, MOST_WORDS) + "…";
    }

    void paused(String reason, Duration delay) {
        trouble = Optional.of(brief(reason));
        pause = new Quiet(clock.instant(), delay);
    }

    void buried(String id, String reason) {
        deadUnsaid++;
        if (deadSilence.isOver(clock.instant())) {
            deadSilence = new Quiet(clock.instant(), SILENCE);
            LOG.warn(
                    "Uplink {} put records into its dead-letter file: {} newest={} count={}",
                    uplink,
                    reason,
                    id,
                    deadUnsaid);
            deadUnsaid = 0;
        }
    }

    /** The surroundings failed, not the destination. */
    void broken(Exception e) {
        speak(() -> LOG.error("Uplink {} waits for the disk: {}", uplink, e.toString()));
    }

    void bug(RuntimeException e) {
        speak(() -> LOG.error("Uplink {} hit a bug and goes on", uplink, e));
    }

    private void speak(Runnable line) {
        if (bugSilence.isOver(clock.instant())) {
            bugSilence = new Quiet(clock.instant(), SILENCE);
            line.run();
        }
        publish();
    }

    void oldestUnsent(Optional<Slot> slot) {
        oldestUnsent = slot.map(waiting -> Instant.ofEpochMilli(waiting.timeMillis()));
    }

    void publish() {
        published = snapshot();
    }

    private Snapshot snapshot() {
        UplinkStatus status =
                new UplinkStatus(connected, trouble, Optional.empty(), batches, records, bytes, retries, Duration.ZERO);
        return new Snapshot(status, oldestUnsent, pause);
    }

    UplinkStatus status() {
        Snapshot last = published;
        Instant now = clock.instant();
        UplinkStatus status = last.status();
        return new UplinkStatus(
                status.connected(),
                status.trouble(),
                last.oldestUnsent().map(since -> since.isBefore(now) ? Duration.between(since, now) : Duration.ZERO),
                status.batches(),
                status.records(),
                status.bytes(),
                status.retries(),
                last.pause().left(now));
    }
}
