package io.weir.pipeline.sample;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.MalformedBytesException;
import io.weir.device.Quality;
import io.weir.device.Reading;
import io.weir.device.Value;
import io.weir.pipeline.step.Emitter;
import io.weir.pipeline.step.HeldReading;
import io.weir.pipeline.step.PerKey;

/**
 * One reading for each piece of event time, see {@link Pieces}: the first, the newest, the smallest, the largest, or the newest with
 * the mean of all. What is chosen keeps its own time; the first passes at once, the others when the piece is over. First
 * and last take any value; for the others true is 1 and false 0, and text is filtered. The mean is that of readings, not of
 * time; it has the worst quality of those that went into it, and when their sum is not finite nothing passes. It is summed up
 * with Neumaier's compensation (Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen, 1974).
 */
final class Sample extends PerKey.Member<Sample> {

    /** What stands for a piece. */
    enum Keep {
        FIRST,
        LAST,
        MEAN,
        MIN,
        MAX
    }

    private final Keep keep;
    private final Pieces pieces;
    private final HeldReading chosen = new HeldReading();
    private long count;
    private double sum;
    private double compensation;

    Sample(String device, String metric, Keep keep, Pieces.Cut cut) {
        super(device, metric);
        this.keep = keep;
        this.pieces = new Pieces(cut);
    }

    @Override
    protected void take(Reading reading, long nowMillis, Emitter out) {
        if (reading.value() instanceof Value.Text && keep != Keep.FIRST && keep != Keep.LAST) {
            out.filtered();
            return;
        }
        Pieces.Place place = pieces.place(reading);
        if (place == Pieces.Place.LATE) {
            out.late(reading, false);
            return;
        }
        if (place == Pieces.Place.BEGINS) {
            release(out);
            pieces.note(reading);
            begin(reading, out);
        } else {
            pieces.note(reading);
            add(reading, out);
        }
        if (keep != Keep.FIRST) {
            releaseAt(nowMillis + pieces.patienceMillis());
        }
    }

    private void begin(Reading reading, Emitter out) {
        if (keep == Keep.FIRST) {
            out.pass(reading);
        } else {
            chosen.hold(reading);
            count = 0;
            sum = 0;
            compensation = 0;
            count(reading);
        }
    }

    private void add(Reading reading, Emitter out) {
        if (keep == Keep.MEAN) {
            count(reading);
            Quality worst = worse(chosen.reading().quality(), reading.quality());
            chosen.hold(of(reading.timeMillis() >= chosen.timeMillis() ? reading : chosen.reading(), worst));
            out.aggregated();
            return;
        }
        if (isBetter(reading)) {
            chosen.hold(reading);
        }
        out.filtered();
    }

    private void count(Reading reading) {
        double value = number(reading);
        double total = sum + value;
        compensation += Math.abs(sum) >= Math.abs(value) ? sum - total + value : value - total + sum;
        sum = total;
        count++;
    }

    private boolean isBetter(Reading reading) {
        return switch (keep) {
            case LAST -> reading.timeMillis() >= chosen.timeMillis();
            case MIN -> number(reading) < number(chosen.reading());
            case MAX -> number(reading) > number(chosen.reading());
            case FIRST, MEAN -> false;
        };
    }

    private static Quality worse(Quality one, Quality other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Reading of(Reading reading, Quality quality) {
        if (reading.quality() == quality) {
            return reading;
        }
        return new Reading(
                reading.device(),
                reading.metric(),
                reading.timeMillis(),
                reading.value(),
                reading.unit(),
                quality,
                reading.arrivalMillis(),
                reading.timeQuality());
    }

    private static double number(Reading reading) {
        if (reading.value() instanceof Value.Num number) {
            return number.value();
        }
        return reading.value() instanceof Value.Bool bool && bool.value() ? 1 : 0;
    }

    @Override
    protected void release(Emitter out) {
        pieces.close();
        if (chosen.isEmpty()) {
            return;
        }
        Reading reading = chosen.take();
        double mean = (sum + compensation) / count;
        if (keep != Keep.MEAN) {
            out.pass(reading);
        } else if (Double.isFinite(mean)) {
            out.pass(reading.with(new Value.Num(mean)));
        } else {
            out.filtered();
        }
    }

    @Override
    protected int held() {
        return chosen.isEmpty() ? 0 : 1;
    }

    @Override
    protected void write(BinaryWriter out) {
        pieces.save(out);
        chosen.save(out);
        out.varint(count).f64(sum).f64(compensation);
    }

    @Override
    protected void read(BinaryReader in) {
        pieces.load(in);
        chosen.load(in);
        count = in.varint();
        sum = in.f64();
        compensation = in.f64();
        if (chosen.isEmpty() == (keep != Keep.FIRST && pieces.isOpen())) {
            throw new MalformedBytesException("an open piece without a reading, or a reading without one");
        }
    }
}
