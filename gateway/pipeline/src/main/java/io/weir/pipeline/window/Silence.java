package io.weir.pipeline.window;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.MalformedBytesException;
import io.weir.pipeline.step.ArrivalClock;
import io.weir.pipeline.step.Chain;
import io.weir.pipeline.step.Emitter;
import io.weir.pipeline.step.Link;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Watches for timelines from which nothing comes any more. One that was not heard for {@code idle} falls silent; its fired
 * windows go on accepting readings for the allowed lateness and are then forgotten. Times are steady ones, see
 * {@link ArrivalClock}.
 */
final class Silence {

    /** What is watched. */
    abstract static class Sleeper extends Link<Sleeper> {
        private Phase phase = Phase.ASLEEP;
        private long heardAt;

        /** Not heard for {@code idle}. */
        abstract void fallSilent(Emitter out);

        /** Not heard for the allowed lateness beyond that. */
        abstract void forgetFired();
    }

    private enum Phase {
        AWAKE,
        DOZING,
        ASLEEP
    }

    private final long idleMillis;
    private final long allowedMillis;
    /** Both in the order in which they were heard. */
    private final Chain<Sleeper> awake = new Chain<>();

    private final Chain<Sleeper> dozing = new Chain<>();

    Silence(long idleMillis, long allowedMillis) {
        this.idleMillis = idleMillis;
        this.allowedMillis = allowedMillis;
    }

    /**
     * Something was heard.
     *
     * @param counts false for a reading far ahead of its time: it wakes, but does not keep awake, since the watermark
     *     does not move by it and open windows must not wait for it forever
     */
    void heard(Sleeper line, boolean counts, long now) {
        if (line.phase == Phase.AWAKE) {
            if (counts) {
                line.heardAt = now;
                awake.moveToEnd(line);
            }
            return;
        }
        forget(line);
        line.heardAt = now;
        line.phase = Phase.AWAKE;
        awake.append(line);
    }

    /** Stops watching. */
    void forget(Sleeper line) {
        if (line.phase == Phase.AWAKE) {
            awake.remove(line);
        } else if (line.phase == Phase.DOZING) {
            dozing.remove(line);
        }
        line.phase = Phase.ASLEEP;
    }

    void tick(long now, Emitter out) {
        while (!awake.isEmpty() && awake.first().heardAt + idleMillis <= now) {
            Sleeper line = awake.first();
            forget(line);
            line.fallSilent(out);
            if (allowedMillis > 0) {
                line.phase = Phase.DOZING;
                dozing.append(line);
            }
        }
        while (!dozing.isEmpty() && dozing.first().heardAt + idleMillis + allowedMillis <= now) {
            Sleeper line = dozing.first();
            forget(line);
            line.forgetFired();
        }
    }

    /** When {@link #tick} will do something, or {@link WindowSpec#AFTER_ALL}. */
    long nextDeadline() {
        long next = awake.isEmpty() ? WindowSpec.AFTER_ALL : awake.first().heardAt + idleMillis;
        return dozing.isEmpty() ? next : Math.min(next, dozing.first().heardAt + idleMillis + allowedMillis);
    }

    /** Writes the order; {@code lines} is that in which the lines themselves are written. */
    void snapshot(List<? extends Sleeper> lines, BinaryWriter out) {
        Map<Sleeper, Integer> numbers = new HashMap<>();
        for (Sleeper line : lines) {
            numbers.put(line, numbers.size());
        }
        for (Chain<Sleeper> chain : List.of(awake, dozing)) {
            out.varint(chain.size());
            chain.forEach(line -> out.varint(numbers.getOrDefault(line, -1)).i64(line.heardAt));
        }
    }

    void restore(List<? extends Sleeper> lines, BinaryReader in) {
        for (int i = in.count(); i > 0; i--) {
            put(asleep(lines, in.varint()), in.i64(), Phase.AWAKE, awake);
        }
        for (int i = in.count(); i > 0; i--) {
            put(asleep(lines, in.varint()), in.i64(), Phase.DOZING, dozing);
        }
    }

    private static Sleeper asleep(List<? extends Sleeper> lines, long number) {
        if (number >= 0 && number < lines.size()) {
            Sleeper line = lines.get((int) number);
            if (line.phase == Phase.ASLEEP) {
                return line;
            }
        }
        throw new MalformedBytesException("there is no sleeping timeline " + number + " of " + lines.size());
    }

    private static void put(Sleeper line, long heardAt, Phase phase, Chain<Sleeper> chain) {
        line.heardAt = heardAt;
        line.phase = phase;
        chain.append(line);
    }
}
