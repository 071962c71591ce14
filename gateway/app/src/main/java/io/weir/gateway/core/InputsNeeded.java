package io.weir.gateway.core;

import io.weir.buffer.Offset;
import io.weir.buffer.Retain;

/**
 * What the core still needs of the log: inputs and marks from the older kept checkpoint on. Records it needs none of; the
 * cursors of uplinks hold those. Any thread.
 */
public final class InputsNeeded implements Retain {

    private volatile Offset from = new Offset(0);

    void from(Offset checkpoint) {
        from = checkpoint;
    }

    @Override
    public Offset needed(int stream) {
        return stream == StreamTable.INPUTS || stream == StreamTable.MARKS ? from : Offset.BEYOND;
    }
}
