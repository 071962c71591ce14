package io.weir.pipeline.transform;

import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Problems;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import io.weir.pipeline.step.Operator;
import io.weir.pipeline.step.StepProvider;
import java.util.Map;
import java.util.Optional;

/** {@code rename: {metrics: {temp: temperature}, device: "plant-3/{device}"}}. */
final class RenameProvider implements StepProvider {

    @Override
    public String kind() {
        return "rename";
    }

    @Override
    public ObjectShape shape() {
        Shape name = Shape.text(255, "a name", RenameProvider::complaint);
        Shape template = Shape.text(255, "a name, with {device} and {metric} for the old ones", Template::complaint);
        return ObjectShape.of(
                Key.optional("metrics", Shape.mapOfFreeNames(name), "new names by old ones"),
                Key.optional("metric", template, "the new name of metrics that are not listed"),
                Key.optional("devices", Shape.mapOfFreeNames(name), "new names by old ones"),
                Key.optional("device", template, "the new name of devices that are not listed"));
    }

    private static Optional<String> complaint(String text) {
        return text.isEmpty() || text.chars().anyMatch(Character::isISOControl)
                ? Optional.of("is no name")
                : Optional.empty();
    }

    @Override
    public boolean stateful() {
        return false;
    }

    @Override
    public void check(Settings settings, Problems problems) {
        if (settings.keys().isEmpty()) {
            problems.report(settings.path(), "missing", "a rename needs metrics, metric, devices or device");
        }
    }

    @Override
    public Operator create(Settings settings) {
        return new RenameOperator(names(settings, "devices", "device"), names(settings, "metrics", "metric"));
    }

    private static RenameOperator.Names names(Settings settings, String table, String template) {
        return new RenameOperator.Names(
                settings.has(table) ? settings.named(table, String.class) : Map.of(),
                settings.optionalText(template).map(Template::new));
    }
}
