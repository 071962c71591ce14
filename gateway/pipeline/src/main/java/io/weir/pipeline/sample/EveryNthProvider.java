package io.weir.pipeline.sample;

import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import io.weir.pipeline.step.MaxKeys;
import io.weir.pipeline.step.Operator;
import io.weir.pipeline.step.PerKey;
import io.weir.pipeline.step.StepProvider;

/** {@code every-nth: {n: 10}}. */
final class EveryNthProvider implements StepProvider {

    private static final long BYTES_PER_KEY = 270;

    @Override
    public String kind() {
        return "every-nth";
    }

    @Override
    public ObjectShape shape() {
        return ObjectShape.of(
                Key.required("n", Shape.whole(1, Integer.MAX_VALUE), "of so many readings the first passes"),
                MaxKeys.key());
    }

    @Override
    public boolean stateful() {
        return true;
    }

    @Override
    public Operator create(Settings settings) {
        long n = settings.whole("n");
        return new PerKey<>(maxKeys(settings), (device, metric) -> new EveryNth(device, metric, n));
    }

    @Override
    public long bytesPerKey(Settings settings) {
        return BYTES_PER_KEY;
    }
}
