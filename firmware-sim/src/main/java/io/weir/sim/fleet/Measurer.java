package io.weir.sim.fleet;

import io.weir.sim.fleet.Message.Kind;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Decides what a device says and when, faults included. Event times are unique within a device, so that a reading can be recognised
 * wherever it turns up. One thread.
 */
final class Measurer {
    private final DeviceSpec spec;
    private final Signal signal;
    private final RandomGenerator random;
    private final Clock clock;
    private final Set<Long> usedTimes = new HashSet<>();
    private long nextMillis;
    private long silentUntilMillis = Long.MIN_VALUE;
    private long newestMillis = Long.MIN_VALUE;
    private long seq;

    Measurer(DeviceSpec spec, RandomGenerator random, Clock clock) {
        this.spec = spec;
        this.signal = spec.signal().begin(random);
        this.random = random;
        this.clock = clock;
        // Devices do not beat in time with each other.
        this.nextMillis = clock.millis() + random.nextLong(spec.every().toMillis() + 1);
    }

    /** Everything that is due by now and was not said yet. */
    List<Message> due() {
        List<Message> messages = new ArrayList<>();
        long now = clock.millis();
        while (nextMillis <= now) {
            measure(nextMillis, messages);
            nextMillis += Math.max(1, spec.every().toMillis());
        }
        return messages;
    }

    private void measure(long atMillis, List<Message> messages) {
        Faults faults = spec.faults();
        if (atMillis < silentUntilMillis) {
            return;
        }
        if (happens(faults.dropOut())) {
            silentUntilMillis = atMillis + faults.silence().toMillis();
            return;
        }
        if (happens(faults.garbage())) {
            messages.add(new Message(seq, atMillis, 0, Kind.GARBAGE));
        }
        long time = atMillis + faults.skew().toMillis();
        if (happens(faults.outOfOrder())) {
            time -= random.nextLong(faults.disorder().toMillis() + 1);
        }
        Message reading = new Message(++seq, unused(time), signal.next(), Kind.READING);
        messages.add(reading);
        if (happens(faults.duplicate())) {
            messages.add(new Message(reading.seq(), reading.timeMillis(), reading.value(), Kind.AGAIN));
        }
    }

    /** A last reading so far behind the newest that every window with a reading before it is over. */
    Message closing(Duration ahead) {
        long newest = newestMillis == Long.MIN_VALUE
                ? clock.millis() + spec.faults().skew().toMillis()
                : newestMillis;
        return new Message(++seq, unused(newest + ahead.toMillis()), signal.next(), Kind.CLOSING);
    }

    Duration untilNext() {
        return Duration.ofMillis(Math.max(0, nextMillis - clock.millis()));
    }

    private boolean happens(double share) {
        return share > 0 && random.nextDouble() < share;
    }

    private long unused(long wantedMillis) {
        long time = wantedMillis;
        while (!usedTimes.add(time)) {
            time--;
        }
        newestMillis = Math.max(newestMillis, time);
        return time;
    }
}
