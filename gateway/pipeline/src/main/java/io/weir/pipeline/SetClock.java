package io.weir.pipeline;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;

/** By how much the gateway's clock has been set in all, so that time can be measured across it. Core thread only. */
final class SetClock {

    private long setByMillis;

    void set(long byMillis) {
        setByMillis += byMillis;
    }

    /** A time of that clock, as one that was never set would show it. */
    long steadyMillis(long millis) {
        return millis - setByMillis;
    }

    /** The other way round. */
    long millis(long steadyMillis) {
        return steadyMillis + setByMillis;
    }

    void snapshot(BinaryWriter out) {
        out.i64(setByMillis);
    }

    void restore(BinaryReader in) {
        setByMillis = in.i64();
    }
}
