package io.weir.pipeline.filter;

import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import io.weir.pipeline.step.MaxKeys;
import io.weir.pipeline.step.Operator;
import io.weir.pipeline.step.PerKey;
import io.weir.pipeline.step.StepProvider;

/** {@code edge: {direction: rising, threshold: 0.5}}. */
final class EdgeProvider implements StepProvider {

    private static final long BYTES_PER_KEY = 300;

    @Override
    public String kind() {
        return "edge";
    }

    @Override
    public ObjectShape shape() {
        return ObjectShape.of(
                Key.defaulted("direction", Shape.choice("rising", "falling", "both"), "both", "which edges pass"),
                Key.defaulted("threshold", Shape.decimal(), "0.5", "numbers from this one on are high, others low"),
                MaxKeys.key());
    }

    @Override
    public boolean stateful() {
        return true;
    }

    @Override
    public Operator create(Settings settings) {
        String direction = settings.text("direction");
        Edge.Rule rule =
                new Edge.Rule(!direction.equals("falling"), !direction.equals("rising"), settings.decimal("threshold"));
        return new PerKey<>(maxKeys(settings), (device, metric) -> new Edge(device, metric, rule));
    }

    /** A level that was found by another threshold says nothing. */
    @Override
    public String fingerprint(Settings settings) {
        return "edge " + settings.decimal("threshold");
    }

    @Override
    public long bytesPerKey(Settings settings) {
        return BYTES_PER_KEY;
    }
}
