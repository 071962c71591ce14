package io.weir.pipeline.step;

import io.weir.device.Reading;
import io.weir.device.Record;

/** Where an operator puts what becomes of its readings. Valid during the call it was given to. */
public interface Emitter {

    /** The time of what is happening is not known. */
    long NO_TIME = Long.MIN_VALUE;

    /**
     * The gateway's time of what is happening, epoch milliseconds by the arrival clock: that of the tick, or the arrival of the
     * reading that came into the pipeline. It is not the arrival of the reading a step takes: that one may have been held by
     * a step before. {@link #NO_TIME} while a configuration is switched.
     */
    long nowMillis();

    /**
     * The same moment by a clock that is never set: {@link #nowMillis} without what the gateway's clock has been set by
     * meanwhile. For measuring how long ago something was.
     */
    long steadyMillis();

    /** A reading that was taken goes on to the next step, perhaps changed. */
    void pass(Reading reading);

    /** A reading that was taken ends here by this step's rule. */
    void filtered();

    /** A reading that was taken went into a result that comes, or came, by {@link #result}. */
    void aggregated();

    /**
     * A reading that was taken came too late.
     *
     * @param keep whether it goes to the pipeline's late stream
     */
    void late(Reading reading, boolean keep);

    /** A record that the operator made itself, beside the readings it passes. */
    void result(Record result);

    /** A key's state was given up for want of room. */
    void evicted();
}
