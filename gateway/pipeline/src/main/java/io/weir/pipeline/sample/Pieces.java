package io.weir.pipeline.sample;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.pipeline.step.Disorder;

/**
 * Where the readings of one key stand in event time that is cut into equal pieces, aligned to the epoch. A piece is over with the
 * first reading of a later one, or when nothing came until its end, and for the idle time after that, has gone by on the arrival
 * clock; the device's clock is taken to go on while it is silent. What comes for a piece that is over is late; what is older
 * than the newest by an hour, and by a piece, means that the clock was set back, and begins anew.
 *
 * <pre>
 * state   flag started | i64 piece | i64 newestMillis | flag open
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
    private boolean started;
    private boolean open;
    private long piece;
    private long newestMillis;

    Pieces(Cut cut) {
        this.cut = cut;
    }

    Place place(long timeMillis) {
        if (!started) {
            return Place.BEGINS;
        }
        long there = Math.floorDiv(timeMillis, cut.everyMillis);
        if (there == piece) {
            return open ? Place.HERE : Place.LATE;
        }
        long farthest = Math.max(Disorder.FARTHEST_MILLIS, cut.everyMillis);
        return Disorder.isOld(newestMillis, timeMillis, farthest) ? Place.LATE : Place.BEGINS;
    }

    /** Whether a reading that begins a piece does so because the clock was set back. */
    boolean isSetBack(long timeMillis) {
        return started && timeMillis < newestMillis;
    }

    /** A reading was taken that is not late. */
    void note(long timeMillis) {
        long there = Math.floorDiv(timeMillis, cut.everyMillis);
        newestMillis = started && there == piece ? Math.max(newestMillis, timeMillis) : timeMillis;
        piece = there;
        started = true;
        open = true;
    }

    /** The piece is over. */
    void close() {
        open = false;
    }

    /** How long after the newest reading its piece is over although nothing else comes. */
    long patienceMillis() {
        return cut.everyMillis - Math.floorMod(newestMillis, cut.everyMillis) + cut.idleMillis;
    }

    void save(BinaryWriter out) {
        out.flag(started).i64(piece).i64(newestMillis).flag(open);
    }

    void load(BinaryReader in) {
        started = in.flag();
        piece = in.i64();
        newestMillis = in.i64();
        open = in.flag();
    }
}
