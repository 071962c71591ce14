package io.weir.pipeline.join;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.Quality;
import io.weir.device.Reading;
import io.weir.device.TimeQuality;
import io.weir.device.Value;
import io.weir.pipeline.expression.Formula;
import io.weir.pipeline.step.ArrivalClock;
import io.weir.pipeline.step.Chain;
import io.weir.pipeline.step.Emitter;
import io.weir.pipeline.step.KeyTable;
import io.weir.pipeline.step.Operator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Joins two metrics of a device: for each reading of the left one the nearest of the right one in event time, not farther than
 * {@code within}. A left reading waits until a right one of its time or later has come, at most {@code wait} by the gateway's
 * clock; then it makes a result of its own event time with the nearest that is there, or is filtered when none is. So a
 * right reading that comes out of order, after a later one, may miss a left one that is decided already; it is there for
 * those that follow. A right reading may go into many results; it is kept for twice {@code wait}, so that one on the left that came when
 * it was about to be forgotten finds it at the end of its own waiting, and counts as filtered when it went into none.
 *
 * <p>A reading far ahead of its time finds no partner and costs nothing; one on the right makes lefts decide at once with
 * what is there, for as long as it is kept. All other metrics, and texts of more than 255 characters, are filtered.
 *
 * <pre>
 * state   clock | i64 next number | i64 nowMillis | varint n | n x (text device, text "", lefts, rights)   least recently used first
 * lefts, rights   varint n | n x (record, i64 heardAt, i64 number, flag used)              in the order of arrival
 * </pre>
 */
final class JoinOperator implements Operator {

    private static final int LONGEST_TEXT = 255;

    private final JoinSpec spec;
    private final Formula formula;
    private final ArrivalClock clock = new ArrivalClock();
    private final KeyTable<Pairing> table;
    private final Chain<Waiting> lefts = new Chain<>();
    private final Chain<Waiting> rights = new Chain<>();
    private long nextNumber;
    private long nowMillis;

    JoinOperator(JoinSpec spec, Formula formula) {
        this.spec = spec;
        this.formula = formula;
        this.table = new KeyTable<>(spec.maxKeys(), Pairing::new, this::empty);
    }

    @Override
    public void onReading(Reading reading, Emitter out) {
        nowMillis = reading.arrivalMillis();
        long now = clock.observe(out.steadyMillis());
        boolean isLeft = reading.metric().equals(spec.left());
        boolean tooLong =
                reading.value() instanceof Value.Text text && text.value().length() > LONGEST_TEXT;
        if (tooLong || !isLeft && !reading.metric().equals(spec.right())) {
            out.filtered();
            return;
        }
        Pairing pairing = table.use(reading.device().value(), "", TimeQuality.DEVICE, out);
        Waiting waiting = new Waiting(reading, now, nextNumber++);
        if (isLeft) {
            left(pairing, waiting, out);
        } else {
            right(pairing, waiting, out);
        }
    }

    private void left(Pairing pairing, Waiting left, Emitter out) {
        if (pairing.lefts().size() >= spec.keep()) {
            decide(pairing, pairing.lefts().get(0), out);
        }
        pairing.lefts().add(left);
        lefts.append(left);
        if (pairing.reaches(left.reading().timeMillis())) {
            decide(pairing, left, out);
        }
    }

    private void right(Pairing pairing, Waiting right, Emitter out) {
        if (pairing.rights().size() >= spec.keep()) {
            release(pairing, pairing.rights().get(0), out);
        }
        pairing.rights().add(right);
        rights.append(right);
        for (Waiting left : List.copyOf(pairing.lefts())) {
            if (left.reading().timeMillis() <= right.reading().timeMillis()) {
                decide(pairing, left, out);
            }
        }
    }

    /** A left one has its result now, or none. */
    private void decide(Pairing pairing, Waiting left, Emitter out) {
        pairing.lefts().remove(left);
        lefts.remove(left);
        Optional<Waiting> right = pairing.nearest(left.reading().timeMillis(), spec.withinMillis());
        Optional<Value> value = right.flatMap(partner -> formula.of(left.reading(), partner.reading()));
        if (right.isEmpty() || value.isEmpty()) {
            out.filtered();
            return;
        }
        right.get().use();
        out.aggregated();
        out.result(result(left.reading(), right.get().reading(), value.get()));
    }

    private Reading result(Reading left, Reading right, Value value) {
        Quality worse = left.quality().compareTo(right.quality()) >= 0 ? left.quality() : right.quality();
        return new Reading(
                left.device(), spec.as(), left.timeMillis(), value, spec.unit(), worse, nowMillis, left.timeQuality());
    }

    /** A right one is not kept any longer. */
    private void release(Pairing pairing, Waiting right, Emitter out) {
        pairing.rights().remove(right);
        rights.remove(right);
        if (right.used()) {
            out.aggregated();
        } else {
            out.filtered();
        }
    }

    private void empty(Pairing pairing, Emitter out) {
        List.copyOf(pairing.lefts()).forEach(left -> decide(pairing, left, out));
        List.copyOf(pairing.rights()).forEach(right -> release(pairing, right, out));
    }

    @Override
    public long nextDeadlineMillis() {
        if (lefts.isEmpty() && rights.isEmpty()) {
            return NO_DEADLINE;
        }
        long decided = lefts.isEmpty() ? NO_DEADLINE : lefts.first().heardAt() + spec.waitMillis();
        long released = rights.isEmpty() ? NO_DEADLINE : rights.first().heardAt() + 2 * spec.waitMillis();
        return clock.stampAt(Math.min(decided, released));
    }

    @Override
    public void onTick(long steadyMillis, Emitter out) {
        nowMillis = out.nowMillis();
        long now = clock.observe(steadyMillis);
        while (!lefts.isEmpty() && lefts.first().heardAt() + spec.waitMillis() <= now) {
            Waiting left = lefts.first();
            decide(of(left, out), left, out);
        }
        while (!rights.isEmpty() && rights.first().heardAt() + 2 * spec.waitMillis() <= now) {
            Waiting right = rights.first();
            release(of(right, out), right, out);
        }
    }

    private Pairing of(Waiting waiting, Emitter out) {
        return table.use(waiting.reading().device().value(), "", TimeQuality.DEVICE, out);
    }

    @Override
    public void close(Emitter out) {
        List<Pairing> all = new ArrayList<>();
        table.forEach(all::add);
        all.forEach(pairing -> empty(pairing, out));
    }

    @Override
    public long held() {
        return (long) lefts.size() + rights.size();
    }

    @Override
    public int keys() {
        return table.size();
    }

    @Override
    public void snapshot(BinaryWriter out) {
        clock.snapshot(out);
        out.i64(nextNumber).i64(nowMillis);
        table.snapshot(out);
    }

    @Override
    public void restore(BinaryReader in) {
        clock.restore(in);
        nextNumber = in.i64();
        nowMillis = in.i64();
        table.restore(in);
        chain(Pairing::lefts, lefts);
        chain(Pairing::rights, rights);
    }

    private void chain(Function<Pairing, List<Waiting>> side, Chain<Waiting> chain) {
        List<Waiting> all = new ArrayList<>();
        table.forEach(pairing -> all.addAll(side.apply(pairing)));
        all.sort(Comparator.comparingLong(Waiting::number));
        all.forEach(chain::append);
    }
}
