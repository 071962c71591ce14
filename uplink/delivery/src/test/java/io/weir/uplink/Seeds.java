package io.weir.uplink;

import java.util.stream.LongStream;

/** Seeds of generated histories; {@code -Dseed=42} replays one. */
final class Seeds {

    private Seeds() {}

    static LongStream first(int count) {
        String one = System.getProperty("seed", "");
        return one.isEmpty() ? LongStream.range(0, count) : LongStream.of(Long.parseLong(one));
    }
}
