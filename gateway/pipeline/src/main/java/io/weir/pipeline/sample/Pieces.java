package io.weir.pipeline.sample;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.Reading;
import io.weir.pipeline.step.Newest;

/**
 * Where the readings of one key stand in event time that is cut into equal pieces, aligned to the epoch. A piece is over with the
 * first reading of a later one, or when nothing came until its end, and for the idle time after that, has gone by on the arrival
 * clock; the device's clock is taken to go on while it is silent. What comes for a piece that is over is late; with one before
 * which the clock was set back, see {@link Newest}, all begins anew.
 *
 * <pre>
 * state   i64 piece | flag open | newest
 * </pre>
 */
final class Pieces {

    /** How time is cut. */
    record Cut(long everyMillis, long idleMillis) {}

    /** Where a reading belongs. */
    enum Place {
        /** To the piece that is open. */
        HERE,
        /** To another one, with which the open one, if any, is over. */
        BEGINS,
        /** To one that is over. */
        LATE
    }

    private final Cut cut;
    private final Newest newest = new Newest();
    private boolean open;
    private long piece;

    Pieces(Cut cut) {
        this.cut = cut;
    }

    Place place(Reading reading) {
        if (!newest.isStarted() || newest.isSetBack(reading)) {
            return Place.BEGINS;
        }
        long there = Math.floorDiv(reading.timeMillis(), cut.everyMillis);
        if (there == piece && open) {
            return Place.HERE;
        }
        return there > piece ? Place.BEGINS : Place.LATE;
    }

    /** Whether the clock was set back before this reading. */
    boolean isSetBack(Reading reading) {
        return newest.isSetBack(reading);
    }

    /** A reading was taken that is not late. */
    void note(Reading reading) {
        long there = Math.floorDiv(reading.timeMillis(), cut.everyMillis);
        if (!open || there != piece || reading.timeMillis() >= newest.timeMillis()) {
            newest.set(reading);
        }
        piece = there;
        open = true;
    }

    boolean isOpen() {
        return open;
    }

    /** The piece is over. */
    void close() {
        open = false;
    }

    /** How long after the newest reading its piece is over although nothing else comes. */
    long patienceMillis() {
        return cut.everyMillis - Math.floorMod(newest.timeMillis(), cut.everyMillis) + cut.idleMillis;
    }

    void save(BinaryWriter out) {
        newest.save(out.i64(piece).flag(open));
    }

    void load(BinaryReader in) {
        piece = in.i64();
        open = in.flag();
        newest.load(in);
    }
}
