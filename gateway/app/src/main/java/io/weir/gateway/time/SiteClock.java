package io.weir.gateway.time;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The gateway's clock. It goes on steadily from where it stands, whatever is done to the system clock, follows that in small
 * steps as long as it is trusted, and is set in a large one only by the core, which tells everybody whom it concerns. Read
 * by any thread; set by the core thread alone.
 *
 * <p>Adapters stamp by {@link #stamps}, which is never set at all, and the core adds what it was set by when it takes a
 * message in, so that readings on either side of a setting are told apart exactly.
 */
public final class SiteClock extends UtcClock {

    /** No gateway of this version ran before. */
    public static final Instant RELEASED = Instant.parse("2026-01-01T00:00:00Z");

    /** What a clock may be corrected by without having been set, as NTP does. */
    public static final long JITTER_MILLIS = 10_000;

    private final Clock system;
    private final String boot;
    private final LongSupplier steadyMillis;
    private final ClockTrust trust;
    private final Clock stamps = new UtcClock() {
        @Override
        public long millis() {
            return begunMillis.get() + steadyMillis.getAsLong();
        }
    };
    /** Written by the core thread only. */
    private final AtomicLong begunMillis;

    private final AtomicLong setByMillis = new AtomicLong();

    private SiteClock(Clock system, String boot, LongSupplier steadyMillis, ClockTrust trust, long begunMillis) {
        this.system = system;
        this.boot = boot;
        this.steadyMillis = steadyMillis;
        this.trust = trust;
        this.begunMillis = new AtomicLong(begunMillis);
    }

    /** Begins with what the system clock shows, trusted or not. */
    public static SiteClock of(Clock system, Uptime uptime, ClockTrust trust) {
        long now = system.millis();
        return new SiteClock(
                system,
                uptime.boot(),
                uptime.millis(),
                trust,
                now - uptime.millis().getAsLong());
    }

    /** The same clock, if it is one; otherwise one that shows what the other shows, and trusts it. */
    public static SiteClock of(Clock clock) {
        return clock instanceof SiteClock site ? site : new SiteClock(clock, "", clock::millis, ClockTrust.ALWAYS, 0);
    }

    /** What adapters stamp arrivals by. */
    public Clock stamps() {
        return stamps;
    }

    /** How much more the system clock shows. */
    public long behindMillis() {
        return system.millis() - millis();
    }

    /** Whether the system clock shows the time, which is later than the floor for certain. */
    public boolean trustsSystem(long floorMillis) {
        return trust.trusts(system.millis(), floorMillis);
    }

    /** The system clock was set. */
    public void doubtSystem() {
        trust.doubt();
    }

    /** Takes a small correction over, for the stamps too. Core thread. */
    public void follow(long byMillis) {
        begunMillis.addAndGet(byMillis);
    }

    /** Shows so much more from now on. Core thread. */
    public void set(long byMillis) {
        setByMillis.addAndGet(byMillis);
    }

    /** What it shows more than {@link #stamps}. */
    public long setByMillis() {
        return setByMillis.get();
    }

    public String boot() {
        return boot;
    }

    /** What it would have shown when the machine booted. */
    public long bootMillis() {
        return begunMillis.get() + setByMillis.get();
    }

    @Override
    public long millis() {
        return stamps.millis() + setByMillis.get();
    }
}
