package io.weir.pipeline.step;

import io.weir.device.config.Key;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;

/** The bound that every step with state per key has. */
public final class MaxKeys {

    static final String NAME = "max-keys";

    private MaxKeys() {}

    public static Key key() {
        return Key.defaulted(
                NAME,
                Shape.whole(1, 1_000_000),
                "10000",
                "keys it remembers at once; beyond that the least recently used emits what it holds and is forgotten");
    }

    public static int of(Settings settings) {
        return Math.toIntExact(settings.whole(NAME));
    }
}
