package io.weir.gateway.core;

import io.weir.device.config.SpanText;
import io.weir.gateway.time.SiteClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the gateway's clock with the system's. Small differences are followed. When the system clock was set, or cannot
 * be trusted yet, the gateway's goes on steadily in an era of its own until the system clock is trusted again; then it is set, and the
 * era's distance from the time is known. An era lives as long as the boot of the machine: another process of the gateway
 * goes on in it. Core thread.
 */
final class EraWatch {

    private static final Logger LOG = LoggerFactory.getLogger(EraWatch.class);
    /** Between two looks while all is well; as often as a log line would be written anyway. */
    private static final long EVERY_NANOS = Duration.ofMillis(200).toNanos();

    private final SiteClock clock;
    private boolean begun;
    /** The machine woke up without the time: what the system clock shows then must be later than what the gateway knew. */
    private boolean wokeUp;

    private long lookedNanos;

    EraWatch(SiteClock clock) {
        this.clock = clock;
    }

    /** What has to become of the era; the caller logs it and calls {@link Eras#change}. The clock is set already. */
    Optional<EraChange> look(Eras eras) {
        long nanos = System.nanoTime();
        if (begun && nanos - lookedNanos < EVERY_NANOS) {
            return Optional.empty();
        }
        lookedNanos = nanos;
        if (!begun) {
            begun = true;
            return begin(eras);
        }
        return eras.current().trusted() ? follow(eras) : resolve(eras);
    }

    private Optional<EraChange> begin(Eras eras) {
        EraChange last = eras.current();
        if (!last.trusted() && last.boot().equals(clock.boot())) {
            clock.set(last.bootMillis() - clock.bootMillis());
            wokeUp = true;
            return resolve(eras);
        }
        if (clock.trustsSystem(eras.lastMillis() - SiteClock.JITTER_MILLIS)) {
            return last.trusted() ? Optional.empty() : Optional.of(next(eras, true, 0, false));
        }
        wokeUp = true;
        clock.set(Math.max(0, eras.lastMillis() - clock.millis()));
        LOG.warn(
                "The system clock shows {} and is not trusted: no time from the network yet, and no hardware clock that is right."
                        + " Until then readings without a time of their own are stamped from {} on and put right later",
                clock.instant().plusMillis(clock.behindMillis()),
                clock.instant());
        return Optional.of(next(eras, false, 0, false));
    }

    private Optional<EraChange> follow(Eras eras) {
        long behind = clock.behindMillis();
        if (Math.abs(behind) <= SiteClock.JITTER_MILLIS) {
            clock.follow(behind);
            return Optional.empty();
        }
        LOG.warn(
                "The system clock was set by {}, to {}; until it is confirmed the gateway's goes on from {}",
                SpanText.about(Duration.ofMillis(Math.abs(behind))),
                clock.instant().plusMillis(behind),
                clock.instant());
        clock.doubtSystem();
        wokeUp = false;
        return Optional.of(next(eras, false, 0, false));
    }

    private Optional<EraChange> resolve(Eras eras) {
        long floorMillis = wokeUp ? clock.millis() - SiteClock.JITTER_MILLIS : Long.MIN_VALUE;
        if (!clock.trustsSystem(floorMillis)) {
            return Optional.empty();
        }
        Instant before = clock.instant();
        long behind = clock.behindMillis();
        clock.set(behind);
        LOG.info(
                "The system clock is trusted: the gateway's is set from {} to {}; what it stamped since is put right",
                before,
                clock.instant());
        return Optional.of(next(eras, true, behind, true));
    }

    private EraChange next(Eras eras, boolean trusted, long setByMillis, boolean resolves) {
        return new EraChange(
                eras.current().era() + 1, trusted, setByMillis, resolves, clock.boot(), clock.bootMillis());
    }
}
