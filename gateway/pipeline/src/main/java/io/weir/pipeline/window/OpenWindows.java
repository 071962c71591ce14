package io.weir.pipeline.window;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.pipeline.step.Emitter;

/** The windows of one key that are open, or have fired and still accept readings. Ends of windows are exclusive. */
sealed interface OpenWindows permits SlidingWindows, SessionWindows {

    /** Takes a reading into the windows that still accept it; false when there is none. */
    boolean take(long timeMillis, double value, Emitter out);

    /** The end of the next window that fires, or {@link WindowSpec#AFTER_ALL}. */
    long nextEndMillis();

    /** Fires it. */
    void fireNext(Emitter out);

    /** Forgets what only windows that end up to here need. */
    void forgetThrough(long endMillis);

    /** Nothing is held. */
    boolean isEmpty();

    /** Fires, marked partial, the windows behind this time that have not fired, and forgets them. */
    void closeBehind(long timeMillis, Emitter out);

    /** Fires, marked partial, every window that has not fired, and forgets all. */
    void close(Emitter out);

    /** Gives memory back when nothing is held. */
    void trim();

    void save(BinaryWriter out);

    void load(BinaryReader in);
}
