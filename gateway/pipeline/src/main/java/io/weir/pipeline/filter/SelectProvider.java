package io.weir.pipeline.filter;

import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Problems;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import io.weir.pipeline.step.Glob;
import io.weir.pipeline.step.Operator;
import io.weir.pipeline.step.StepProvider;
import java.util.List;
import java.util.Optional;

/** {@code select: {metrics: [temperature, "flow.*"], devices: "pump-*", drop: true}}. */
final class SelectProvider implements StepProvider {

    @Override
    public String kind() {
        return "select";
    }

    @Override
    public ObjectShape shape() {
        Shape glob = Shape.text(
                255,
                "a name, with * for any characters",
                text -> text.isEmpty() ? Optional.of("is no name") : Optional.empty());
        return ObjectShape.of(
                Key.optional("metrics", Shape.listOf(glob), "metrics; * stands for any characters"),
                Key.optional("devices", Shape.listOf(glob), "devices; * stands for any characters"),
                Key.defaulted("drop", Shape.flag(), "false", "drops these and keeps the others"));
    }

    @Override
    public boolean stateful() {
        return false;
    }

    @Override
    public void check(Settings settings, Problems problems) {
        if (!settings.has("metrics") && !settings.has("devices")) {
            problems.report(settings.path(), "missing", "a select needs metrics, devices or both");
        }
    }

    @Override
    public Operator create(Settings settings) {
        return new SelectOperator(globs(settings, "metrics"), globs(settings, "devices"), settings.flag("drop"));
    }

    private static List<Glob> globs(Settings settings, String key) {
        return settings.has(key) ? settings.texts(key).stream().map(Glob::new).toList() : List.of();
    }
}
