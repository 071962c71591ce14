package io.weir.pipeline.transform;

import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import io.weir.pipeline.step.MaxKeys;
import io.weir.pipeline.step.Operator;
import io.weir.pipeline.step.PerKey;
import io.weir.pipeline.step.StepProvider;
import java.time.Duration;

/** {@code rate: {per: 1s, counter: true}}. */
final class RateProvider implements StepProvider {

    private static final long BYTES_PER_KEY = 350;

    @Override
    public String kind() {
        return "rate";
    }

    @Override
    public ObjectShape shape() {
        return ObjectShape.of(
                Key.defaulted(
                        "per",
                        Shape.span(Duration.ofMillis(1), Duration.ofDays(366)),
                        "1s",
                        "the time that the difference is given for"),
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
        long perMillis = settings.span("per").toMillis();
        Rate.Rule rule = new Rate.Rule(perMillis, suffix(perMillis), settings.flag("counter"));
        return new PerKey<>(maxKeys(settings), (device, metric) -> new Rate(device, metric, rule));
    }

    /** In UCUM: {@code /s}, {@code /min}, {@code /(30.s)}. */
    static String suffix(long perMillis) {
        String[] codes = {"d", "h", "min", "s", "ms"};
        long[] millis = {86_400_000, 3_600_000, 60_000, 1_000, 1};
        int unit = 0;
        while (perMillis % millis[unit] != 0) {
            unit++;
        }
        long count = perMillis / millis[unit];
        return count == 1 ? "/" + codes[unit] : "/(" + count + "." + codes[unit] + ")";
    }

    @Override
    public long bytesPerKey(Settings settings) {
        return BYTES_PER_KEY;
    }
}
