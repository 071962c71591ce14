package io.weir.pipeline.window;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.Reading;
import io.weir.device.TimeQuality;
import io.weir.pipeline.step.Emitter;
import java.util.ArrayList;
import java.util.List;

/**
 * Keys that share a watermark: those of one device, or all keys of a window that does not group by device. The watermark
 * is kept as the time before which everything is held to have come; a window fires when its end is not after it, which is
 * Flink's rule, whose watermark is a millisecond less.
 */
final class Timeline extends Silence.Sleeper {

    private final String device;
    private final WindowSpec spec;
    /** In the order in which they came. */
    private final List<WindowKey> keys = new ArrayList<>(2);

    /** The newest event time that counts for the watermark. */
    private long newestMillis = WindowSpec.BEFORE_ALL;
    /** The watermark: before it everything has come. */
    private long completeMillis = WindowSpec.BEFORE_ALL;
    /** Windows up to here take nothing any more, whatever the watermark says. */
    private long closedMillis = WindowSpec.BEFORE_ALL;

    /** The end of the next window of any key. */
    private long dueMillis = WindowSpec.AFTER_ALL;

    /** A reading moved the watermark that could not be compared with the gateway's clock. */
    private boolean unchecked;

    /** Whose clock gave the times of its readings; the gateway's if it gave any of them. */
    private TimeQuality time = TimeQuality.DEVICE;

    Timeline(String device, WindowSpec spec) {
        this.device = device;
        this.spec = spec;
    }

    String device() {
        return device;
    }

    TimeQuality time() {
        return time;
    }

    void note(TimeQuality stamp) {
        if (stamp.isStamp()) {
            time = time.and(stamp);
        }
    }

    /** A reading that counts for the watermark came while the gateway's clock was not trusted. */
    void noteUnchecked() {
        unchecked = true;
    }

    /** Whether the watermark turns out to be further ahead than a reading may be, now that the time is known. */
    boolean turnsOutAhead(long arrivalMillis) {
        if (!unchecked) {
            return false;
        }
        unchecked = false;
        return newestMillis - arrivalMillis > spec.maxAheadMillis();
    }

    List<WindowKey> keys() {
        return keys;
    }

    /** As if nothing had ever come; there are no keys left. */
    void restart() {
        newestMillis = WindowSpec.BEFORE_ALL;
        completeMillis = WindowSpec.BEFORE_ALL;
        closedMillis = WindowSpec.BEFORE_ALL;
        dueMillis = WindowSpec.AFTER_ALL;
        time = TimeQuality.DEVICE;
        unchecked = false;
    }

    /** Whether nothing is held. */
    boolean isEmpty() {
        return keys.stream().allMatch(key -> key.windows().isEmpty());
    }

    boolean hasKeys() {
        return !keys.isEmpty();
    }

    void add(WindowKey key) {
        keys.add(key);
        noteDue(key);
    }

    /** After the keys were restored: they came in the order of their use, and without what they hold. */
    void settle() {
        keys.sort((a, b) -> Long.compare(a.turn(), b.turn()));
        findDue();
    }

    void remove(WindowKey key) {
        keys.remove(key);
    }

    /** A reading of this time counts for the watermark. */
    void noteNewest(long timeMillis) {
        newestMillis = Math.max(newestMillis, timeMillis);
    }

    long newestMillis() {
        return newestMillis;
    }

    /** Windows that end up to here have fired. */
    long completeMillis() {
        return completeMillis;
    }

    /** Windows that end up to here take nothing any more. */
    long droppedMillis() {
        return Math.max(completeMillis - spec.allowedMillis(), closedMillis);
    }

    /** Takes a reading into the windows that still accept it; late when there is none. */
    void take(WindowKey key, Reading reading, double value, Emitter out) {
        if (key.windows().take(reading.timeMillis(), value, out)) {
            out.aggregated();
            noteDue(key);
        } else {
            out.late(reading, spec.late());
        }
    }

    /** Moves the watermark on; never back. Fires by end of window, then in the order in which keys came. */
    void advance(long toMillis, Emitter out) {
        if (toMillis <= completeMillis) {
            return;
        }
        completeMillis = toMillis;
        while (dueMillis <= completeMillis) {
            fireDue(out);
            findDue();
        }
    }

    private void fireDue(Emitter out) {
        for (int i = 0; i < keys.size(); i++) {
            OpenWindows windows = keys.get(i).windows();
            if (windows.nextEndMillis() == dueMillis) {
                windows.fireNext(out);
                windows.forgetThrough(Math.min(dueMillis, droppedMillis()));
            }
        }
    }

    private void noteDue(WindowKey key) {
        dueMillis = Math.min(dueMillis, key.windows().nextEndMillis());
    }

    private void findDue() {
        dueMillis = WindowSpec.AFTER_ALL;
        for (int i = 0; i < keys.size(); i++) {
            noteDue(keys.get(i));
        }
    }

    /**
     * Nothing was heard for {@code idle}: the open windows fire and the watermark moves past them. Windows further ahead
     * fire too, but marked partial, and move nothing: their time may still come.
     */
    @Override
    void fallSilent(Emitter out) {
        if (newestMillis != WindowSpec.BEFORE_ALL) {
            advance(spec.cut().lastEndMillis(newestMillis), out);
        }
        for (WindowKey key : keys) {
            key.windows().closeBehind(newestMillis, out);
        }
        trim();
    }

    /** Fired windows accept nothing any more. */
    @Override
    void forgetFired() {
        closedMillis = Math.max(closedMillis, spec.cut().endedMillis(completeMillis));
        trim();
    }

    private void trim() {
        for (WindowKey key : keys) {
            key.windows().forgetThrough(droppedMillis());
            key.windows().trim();
        }
        findDue();
    }

    /** Fires what is open, marked partial. */
    void close(Emitter out) {
        for (WindowKey key : keys) {
            key.windows().close(out);
        }
    }

    void snapshot(BinaryWriter out) {
        out.i64(newestMillis).i64(completeMillis).i64(closedMillis);
        time.write(out);
        out.flag(unchecked);
    }

    void restore(BinaryReader in) {
        newestMillis = in.i64();
        completeMillis = in.i64();
        closedMillis = in.i64();
        time = TimeQuality.read(in);
        unchecked = in.flag();
    }
}
