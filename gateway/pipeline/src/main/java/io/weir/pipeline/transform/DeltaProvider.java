package io.weir.pipeline.transform;

import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import io.weir.pipeline.step.MaxKeys;
import io.weir.pipeline.step.Operator;
import io.weir.pipeline.step.PerKey;
import io.weir.pipeline.step.StepProvider;

/** {@code delta: {counter: true}}. */
final class DeltaProvider implements StepProvider {

    private static final long BYTES_PER_KEY = 300;

    @Override
    public String kind() {
        return "delta";
    }

    @Override
    public ObjectShape shape() {
        return ObjectShape.of(
                Key.defaulted(
                        "counter",
                        Shape.flag(),
                        "false",
                        "the numbers only count up; a smaller one means that counting began again from 0"),
                MaxKeys.key());
    }

    @Override
    public boolean stateful() {
        return true;
    }

    @Override
    public Operator create(Settings settings) {
        boolean counter = settings.flag("counter");
        return new PerKey<>(maxKeys(settings), (device, metric) -> new Delta(device, metric, counter));
    }

    @Override
    public long bytesPerKey(Settings settings) {
        return BYTES_PER_KEY;
    }
}
