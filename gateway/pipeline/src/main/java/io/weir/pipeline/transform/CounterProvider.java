package io.weir.pipeline.transform;

import io.weir.device.config.ObjectShape;
import io.weir.device.config.Settings;
import io.weir.pipeline.step.MaxKeys;
import io.weir.pipeline.step.Operator;
import io.weir.pipeline.step.PerKey;
import io.weir.pipeline.step.StepProvider;

/** {@code counter: {}}. */
final class CounterProvider implements StepProvider {

    private static final long BYTES_PER_KEY = 310;

    @Override
    public String kind() {
        return "counter";
    }

    @Override
    public ObjectShape shape() {
        return ObjectShape.of(MaxKeys.key());
    }

    @Override
    public boolean stateful() {
        return true;
    }

    @Override
    public Operator create(Settings settings) {
        return new PerKey<>(maxKeys(settings), Counter::new);
    }

    @Override
    public long bytesPerKey(Settings settings) {
        return BYTES_PER_KEY;
    }
}
