package io.weir.pipeline.lookup;

import io.weir.device.Reading;
import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Problems;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import io.weir.pipeline.lookup.LookupOperator.By;
import io.weir.pipeline.lookup.LookupOperator.Row;
import io.weir.pipeline.step.Operator;
import io.weir.pipeline.step.StepProvider;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code lookup: {table: {d001: {scale: 1.02, offset: -0.3, unit: Cel}}, key: device, missing: pass}}. */
final class LookupProvider implements StepProvider {

    private static final int MOST_ROWS = 10_000;

    @Override
    public String kind() {
        return "lookup";
    }

    @Override
    public ObjectShape shape() {
        return ObjectShape.of(
                Key.required(
                        "table",
                        table(),
                        "what is known, by device, metric or device/metric; or {file: devices.csv}, read at each start"),
                Key.defaulted(
                        "key", Shape.choice("device", "metric", "device/metric"), "device", "by what a row is found"),
                Key.defaulted(
                        "missing", Shape.choice("pass", "drop"), "pass", "what becomes of a reading without a row"));
    }

    static Shape.Table table() {
        ObjectShape row = ObjectShape.of(
                Key.defaulted("scale", Shape.decimal(), "1", "a number is multiplied by this"),
                Key.defaulted("offset", Shape.decimal(), "0", "and then this is added"),
                Key.optional(
                        "unit",
                        Shape.text(
                                Reading.MAX_UNIT,
                                "a UCUM or SenML code",
                                text -> text.isEmpty() ? Optional.of("is no unit") : Optional.empty()),
                        "the unit it has then"));
        return new Shape.Table(new Shape.MapOf(row, MOST_ROWS, Shape.Names.FREE));
    }

    @Override
    public boolean stateful() {
        return false;
    }

    @Override
    public void check(Settings settings, Problems problems) {
        if (!settings.text("key").equals("device/metric")) {
            return;
        }
        settings.named("table").keySet().stream()
                .filter(name -> !name.contains("/"))
                .forEach(name -> problems.report(
                        settings.path("table") + "." + name, "conflict", name + " names no device/metric"));
    }

    @Override
    public Operator create(Settings settings) {
        Map<String, Row> table = settings.named("table").entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> row(entry.getValue())));
        return new LookupOperator(table, by(settings), settings.text("missing").equals("drop"));
    }

    private static Row row(Settings row) {
        return new Row(
                row.decimal("scale"),
                row.decimal("offset"),
                row.optionalText("unit").orElse(""));
    }

    private static By by(Settings settings) {
        return switch (settings.text("key")) {
            case "device" -> By.DEVICE;
            case "metric" -> By.METRIC;
            default -> By.BOTH;
        };
    }
}
