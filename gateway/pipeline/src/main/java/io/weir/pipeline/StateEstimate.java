package io.weir.pipeline;

import io.weir.device.ByteSize;

/**
 * How much memory the state of a step may take.
 *
 * @param perKey for one busy key, a fair estimate
 * @param maxKeys the most keys it remembers
 */
public record StateEstimate(String pipeline, String step, ByteSize perKey, int maxKeys) {

    /** When all keys are in use. */
    public ByteSize total() {
        return new ByteSize(Math.multiplyExact(perKey.bytes(), (long) maxKeys));
    }
}
