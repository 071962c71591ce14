package io.weir.pipeline.step;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.MalformedBytesException;
import io.weir.device.Reading;

/**
 * One step of a pipeline while it runs: called on the core thread only, never blocks. A deterministic function of its
 * calls: it reads no clock (a reading carries its arrival, a tick carries the time) and never lets the order of a hash
 * table show. Its state survives a crash as {@link #snapshot} plus the calls that followed it, so a restored operator must
 * go on exactly, bit for bit, as the one that was saved would have.
 *
 * <p>For every reading taken it answers exactly once, now or later, with one of {@link Emitter#pass},
 * {@link Emitter#filtered}, {@link Emitter#aggregated} or {@link Emitter#late}; until then the reading is {@link #held}.
 */
public interface Operator {

    public long NO_DEADLINE = Long.MAX_VALUE;

    public void onReading(Reading reading, Emitter out);

    /** When {@link #onTick} would do something, by the clock of {@link Emitter#steadyMillis}, or {@link #NO_DEADLINE}. */
    default long nextDeadlineMillis() {
        return NO_DEADLINE;
    }

    /** {@code steadyMillis} is {@link Emitter#steadyMillis}. */
    default void onTick(long steadyMillis, Emitter out) {}

    /** The step goes away: emits what it holds, marked partial where that applies. Not used afterwards. */
    default void close(Emitter out) {}

    /** Readings taken and not answered yet. */
    default long held() {
        return 0;
    }

    /** Whether nothing is held or open that would still come out by itself: true for good once all fell silent. */
    default boolean isIdle() {
        return held() == 0;
    }

    /** Keys with state, for reports. */
    default int keys() {
        return 0;
    }

    default void snapshot(BinaryWriter out) {}

    /**
     * Fills this fresh operator with what {@link #snapshot} wrote under settings of the same fingerprint.
     *
     * @throws MalformedBytesException when the bytes do not fit; the operator must then be thrown away
     */
    default void restore(BinaryReader in) {}
}
