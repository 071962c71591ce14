package io.weir.pipeline.window;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.MalformedBytesException;
import io.weir.device.Reading;
import io.weir.device.Value;
import io.weir.pipeline.step.ArrivalClock;
import io.weir.pipeline.step.Emitter;
import io.weir.pipeline.step.KeyTable;
import io.weir.pipeline.step.Operator;
import java.util.List;

/**
 * Tumbling, sliding and session windows over event time, with Apache Flink's semantics: start inclusive, end exclusive,
 * aligned to the epoch (sessions: from the first reading to a gap behind the last); a window fires when the watermark, the newest event time less the lateness, reaches its end; a reading is late
 * when all its windows have fired and their allowed lateness is over. The watermark is kept per device, see
 * {@link Timelines}. Numbers are aggregated, true and false count as 1 and 0, text is filtered.
 *
 * <p>Results that are due at once come by end of window, then in the order in which their keys came; when several devices
 * fall silent at once, device by device in the order in which they were last heard. When the gateway's clock has been set,
 * timelines with times of its own begin anew; while it is not trusted, {@code max-ahead} keeps nothing back.
 *
 * <pre>
 * state   clock | varint turns | timelines | silence
 *         varint n | n x (text device, text metric, varint turn, windows)   least recently used first
 * </pre>
 */
final class WindowOperator implements Operator {

    private final WindowSpec spec;
    private final Cut.Opener opener;
    private final ArrivalClock clock = new ArrivalClock();
    private final Silence silence;
    private final Timelines timelines;
    private final KeyTable<WindowKey> table;
    private long turns;

    WindowOperator(WindowSpec spec) {
        this.spec = spec;
        this.opener = spec.cut().opener(spec);
        this.silence = new Silence(spec.idleMillis(), spec.allowedMillis());
        this.timelines = spec.byDevice() ? new Timelines.PerDevice(spec) : new Timelines.Shared(spec);
        this.table = new KeyTable<>(spec.maxKeys(), this::newKey, this::giveUp);
    }

    private WindowKey newKey(String device, String metric) {
        Timeline line = timelines.of(device);
        WindowKey key = new WindowKey(device, metric, line, turns++, spec.figures(), opener);
        line.add(key);
        return key;
    }

    private void giveUp(WindowKey key, Emitter out) {
        Timeline line = key.timeline();
        key.windows().close(out);
        line.remove(key);
        if (!line.hasKeys()) {
            timelines.keyGone(line, silence);
        }
    }

    @Override
    public void onReading(Reading reading, Emitter out) {
        Value value = reading.value();
        long time = reading.timeMillis();
        if (value instanceof Value.Text || isTooFar(time)) {
            out.filtered();
            return;
        }
        long now = clock.observe(out.steadyMillis());
        timelines.passTime(now, out);
        WindowKey key = key(reading, out);
        if (reading.timeQuality().isLaterStampThan(key.timeline().time())) {
            restart(key.timeline(), out);
            key = key(reading, out);
        }
        Timeline line = key.timeline();
        line.note(reading.timeQuality());
        line.take(key, reading, number(value), out);
        boolean counts =
                !reading.timeQuality().isClockTrusted() || time - reading.arrivalMillis() <= spec.maxAheadMillis();
        silence.heard(line, counts, now);
        if (counts) {
            timelines.heard(line, reading, now, out);
        }
    }

    private WindowKey key(Reading reading, Emitter out) {
        return table.use(
                spec.byDevice() ? reading.deviceName() : "",
                spec.byMetric() ? reading.metric() : "",
                reading.timeQuality(),
                out);
    }

    /** The gateway's clock has been set since it stamped what this timeline holds: that is closed, and the watermark forgotten. */
    private void restart(Timeline line, Emitter out) {
        List.copyOf(line.keys()).forEach(key -> table.forget(key, out));
        timelines.restart(line, silence);
    }

    static boolean isTooFar(long timeMillis) {
        return timeMillis > WindowSpec.FARTHEST_MILLIS || timeMillis < -WindowSpec.FARTHEST_MILLIS;
    }

    /** True and false count as 1 and 0. */
    static double number(Value value) {
        if (value instanceof Value.Num number) {
            return number.value();
        }
        return ((Value.Bool) value).value() ? 1 : 0;
    }

    @Override
    public long nextDeadlineMillis() {
        long next = Math.min(silence.nextDeadline(), timelines.nextDeadline());
        return next == WindowSpec.AFTER_ALL ? NO_DEADLINE : clock.stampAt(next);
    }

    @Override
    public void onTick(long steadyMillis, Emitter out) {
        long now = clock.observe(steadyMillis);
        timelines.passTime(now, out);
        silence.tick(now, out);
    }

    @Override
    public void close(Emitter out) {
        timelines.all().forEach(line -> line.close(out));
    }

    @Override
    public int keys() {
        return table.size();
    }

    @Override
    public boolean isIdle() {
        return timelines.all().stream().allMatch(Timeline::isEmpty);
    }

    @Override
    public void snapshot(BinaryWriter out) {
        List<Timeline> lines = timelines.all();
        clock.snapshot(out);
        out.varint(turns);
        timelines.snapshot(out);
        silence.snapshot(lines, out);
        table.snapshot(out);
    }

    @Override
    public void restore(BinaryReader in) {
        clock.restore(in);
        long restoredTurns = in.varint();
        timelines.restore(in);
        silence.restore(timelines.all(), in);
        table.restore(in);
        turns = restoredTurns;
        timelines.all().forEach(Timeline::settle);
        if (in.remaining() > 0) {
            throw new MalformedBytesException(in.remaining() + " bytes too many in a window's state");
        }
    }
}
