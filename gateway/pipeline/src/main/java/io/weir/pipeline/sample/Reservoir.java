package io.weir.pipeline.sample;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.MalformedBytesException;
import io.weir.device.Reading;
import io.weir.pipeline.step.Emitter;
import io.weir.pipeline.step.HeldReading;
import io.weir.pipeline.step.PerKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * For each piece of event time, see {@link Pieces}, a uniform random choice of {@code k} of its readings: each that came in time is among
 * them with the same probability. They pass when the piece is over, by their times. Any kind of value.
 *
 * <p>Vitter, Random Sampling with a Reservoir, ACM TOMS 11 (1985), algorithm R. The lots come from {@link Lots}, seeded by the
 * setting {@code seed} and the key and saved, so a replay draws the same.
 */
final class Reservoir extends PerKey.Member<Reservoir> {

    /** A reading and which of its piece it was; of equal times the earlier arrival comes first. */
    private record Drawn(long turn, Reading reading) {
        static final Comparator<Drawn> BY_TIME = Comparator.comparingLong((Drawn drawn) -> drawn.reading.timeMillis())
                .thenComparingLong(Drawn::turn);
    }

    private final int k;
    private final Pieces pieces;
    private final List<Drawn> chosen = new ArrayList<>();
    private Lots lots;
    private long seen;

    Reservoir(String device, String metric, int k, Pieces.Cut cut, long seed) {
        super(device, metric);
        this.k = k;
        this.pieces = new Pieces(cut);
        this.lots = new Lots(Lots.mix(Lots.mix(Lots.mix(seed + 1) + device.hashCode()) + metric.hashCode()));
    }

    @Override
    protected void take(Reading reading, long nowMillis, Emitter out) {
        Pieces.Place place = pieces.place(reading);
        if (place == Pieces.Place.LATE) {
            out.late(reading, false);
            return;
        }
        if (place == Pieces.Place.BEGINS) {
            release(out);
        }
        pieces.note(reading);
        Drawn drawn = new Drawn(seen++, reading);
        if (chosen.size() < k) {
            chosen.add(drawn);
        } else {
            long lot = lots.below(seen);
            if (lot < k) {
                chosen.set((int) lot, drawn);
            }
            out.filtered();
        }
        releaseAt(nowMillis + pieces.patienceMillis());
    }

    @Override
    protected void release(Emitter out) {
        pieces.close();
        seen = 0;
        chosen.sort(Drawn.BY_TIME);
        for (int i = 0; i < chosen.size(); i++) {
            out.pass(chosen.get(i).reading());
        }
        chosen.clear();
    }

    @Override
    protected int held() {
        return chosen.size();
    }

    @Override
    protected void write(BinaryWriter out) {
        pieces.save(out);
        out.i64(lots.state()).varint(seen).varint(chosen.size());
        chosen.forEach(drawn -> {
            out.varint(drawn.turn());
            HeldReading.encode(drawn.reading(), out);
        });
    }

    @Override
    protected void read(BinaryReader in) {
        pieces.load(in);
        lots = new Lots(in.i64());
        seen = in.varint();
        int size = in.count();
        if (size > k || seen < size) {
            throw new MalformedBytesException(size + " of " + seen + " readings in a reservoir of " + k);
        }
        for (int i = 0; i < size; i++) {
            chosen.add(new Drawn(in.varint(), HeldReading.decode(in)));
        }
    }
}
