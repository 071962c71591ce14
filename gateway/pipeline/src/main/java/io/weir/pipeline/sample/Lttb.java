package io.weir.pipeline.sample;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.MalformedBytesException;
import io.weir.device.Reading;
import io.weir.device.Value;
import io.weir.pipeline.step.Emitter;
import io.weir.pipeline.step.HeldReading;
import io.weir.pipeline.step.PerKey;
import java.util.ArrayList;
import java.util.List;

/**
 * Largest-triangle-three-buckets: of each slice of event time the one reading passes that makes the largest triangle with the
 * one that passed before and the mean of the slice after, so that peaks and bends stay visible. For display and replay; not
 * for statistics. True, false and text are filtered.
 *
 * <p>Sveinn Steinarsson, Downsampling Time Series for Visual Representation (University of Iceland, 2013), section 4.2, with two
 * changes that make it endless: the buckets are slices of time, aligned to the epoch, instead of equal numbers of
 * readings; and the last bucket is that after which nothing came, see {@link Pieces}. As there the first and the last reading
 * pass. Slices without readings do not exist. A slice that fills up is ended early.
 *
 * <p>Readings may come in any order within the newest slice; those of earlier ones are late.
 */
final class Lttb extends PerKey.Member<Lttb> {

    private final int maxPerSlice;
    private final Pieces pieces;
    /** The slice of which one is chosen next; it waits for the one after it. */
    private List<Reading> waiting = new ArrayList<>();

    private List<Reading> newest = new ArrayList<>();
    private boolean anyPassed;
    private long passedMillis;
    private double passedValue;

    Lttb(String device, String metric, int maxPerSlice, Pieces.Cut cut) {
        super(device, metric);
        this.maxPerSlice = maxPerSlice;
        this.pieces = new Pieces(cut);
    }

    @Override
    protected void take(Reading reading, long nowMillis, Emitter out) {
        if (!(reading.value() instanceof Value.Num)) {
            out.filtered();
            return;
        }
        Pieces.Place place = pieces.place(reading);
        if (place == Pieces.Place.LATE) {
            out.late(reading, false);
            return;
        }
        if (place == Pieces.Place.BEGINS && pieces.isSetBack(reading)) {
            release(out);
            anyPassed = false;
        } else if (place == Pieces.Place.BEGINS || newest.size() >= maxPerSlice) {
            advance(out);
        }
        newest.add(reading);
        pieces.note(reading);
        releaseAt(nowMillis + pieces.patienceMillis());
    }

    /** The newest slice is complete. */
    private void advance(Emitter out) {
        if (!newest.isEmpty()) {
            chooseOfWaiting(out);
            List<Reading> empty = waiting;
            waiting = newest;
            newest = empty;
        }
    }

    private void chooseOfWaiting(Emitter out) {
        if (!waiting.isEmpty()) {
            passOnly(anyPassed ? largest() : earliest(waiting), waiting, out);
        }
    }

    /** The index of the reading that makes the largest triangle; of equal ones that which came first. */
    private int largest() {
        double aimTime = 0;
        double aimValue = 0;
        for (int i = 0; i < newest.size(); i++) {
            aimTime += (sincePassed(newest.get(i)) - aimTime) / (i + 1);
            aimValue += (number(newest.get(i)) - passedValue - aimValue) / (i + 1);
        }
        int best = 0;
        double bestArea = -1;
        for (int i = 0; i < waiting.size(); i++) {
            double rise = number(waiting.get(i)) - passedValue;
            double area = Math.abs(aimTime * rise - sincePassed(waiting.get(i)) * aimValue);
            if (area > bestArea) {
                best = i;
                bestArea = area;
            }
        }
        return best;
    }

    private double sincePassed(Reading reading) {
        return (double) reading.timeMillis() - (double) passedMillis;
    }

    private static double number(Reading reading) {
        return ((Value.Num) reading.value()).value();
    }

    private static int earliest(List<Reading> readings) {
        int best = 0;
        for (int i = 1; i < readings.size(); i++) {
            best = readings.get(i).timeMillis() < readings.get(best).timeMillis() ? i : best;
        }
        return best;
    }

    private static int latest(List<Reading> readings) {
        int best = 0;
        for (int i = 1; i < readings.size(); i++) {
            best = readings.get(i).timeMillis() >= readings.get(best).timeMillis() ? i : best;
        }
        return best;
    }

    private void passOnly(int index, List<Reading> readings, Emitter out) {
        for (int i = 0; i < readings.size(); i++) {
            if (i != index) {
                out.filtered();
            }
        }
        Reading chosen = readings.get(index);
        anyPassed = true;
        passedMillis = chosen.timeMillis();
        passedValue = number(chosen);
        out.pass(chosen);
        readings.clear();
    }

    @Override
    protected void release(Emitter out) {
        pieces.close();
        if (!newest.isEmpty()) {
            chooseOfWaiting(out);
            passOnly(latest(newest), newest, out);
        }
    }

    @Override
    protected int held() {
        return waiting.size() + newest.size();
    }

    @Override
    protected void write(BinaryWriter out) {
        pieces.save(out);
        for (List<Reading> readings : List.of(waiting, newest)) {
            out.varint(readings.size());
            readings.forEach(reading -> HeldReading.encode(reading, out));
        }
        out.flag(anyPassed).i64(passedMillis).f64(passedValue);
    }

    @Override
    protected void read(BinaryReader in) {
        pieces.load(in);
        for (List<Reading> readings : List.of(waiting, newest)) {
            for (int i = in.count(); i > 0; i--) {
                Reading reading = HeldReading.decode(in);
                if (!(reading.value() instanceof Value.Num)) {
                    throw new MalformedBytesException("a slice holds no number");
                }
                readings.add(reading);
            }
        }
        anyPassed = in.flag();
        passedMillis = in.i64();
        passedValue = in.f64();
    }
}
