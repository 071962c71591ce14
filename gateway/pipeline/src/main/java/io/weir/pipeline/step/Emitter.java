package io.weir.pipeline.step;

import io.weir.device.Reading;
import io.weir.device.Record;

/** Where an operator puts what becomes of its readings. Valid during the call it was given to. */
public interface Emitter {

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
