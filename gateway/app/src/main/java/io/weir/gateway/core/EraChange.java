package io.weir.gateway.core;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;

/**
 * The gateway's clock was set, or began to be doubted: from here on another era counts.
 *
 * <pre>
 * varint era | flag trusted | i64 setByMillis | flag resolves | text boot | i64 bootMillis
 * </pre>
 *
 * @param era the new one
 * @param trusted whether its times are the time
 * @param setByMillis how much more the clock shows than just before
 * @param resolves whether that is the distance of the era before, which was not trusted, from the time
 * @param boot which boot of the machine that was, and {@code bootMillis} what this era's clock would have shown at it
 */
record EraChange(int era, boolean trusted, long setByMillis, boolean resolves, String boot, long bootMillis) {

    void write(BinaryWriter out) {
        out.varint(era).flag(trusted).i64(setByMillis).flag(resolves).text(boot).i64(bootMillis);
    }

    static EraChange read(BinaryReader in) {
        return new EraChange(Eras.number(in), in.flag(), in.i64(), in.flag(), in.text(), in.i64());
    }
}
