package io.weir.pipeline.transform;

import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Problems;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import io.weir.pipeline.step.Operator;
import io.weir.pipeline.step.StepProvider;
import java.util.Optional;

/** {@code convert: {to: Cel, assume: "[degF]", else: pass}}. */
final class ConvertProvider implements StepProvider {

    @Override
    public String kind() {
        return "convert";
    }

    @Override
    public ObjectShape shape() {
        return ObjectShape.of(
                Key.required("to", Shape.text(), "the unit readings shall have, a UCUM or SenML code such as Cel"),
                Key.optional("assume", Shape.text(), "the unit that readings without one are taken to have"),
                Key.defaulted(
                        "else",
                        Shape.choice("drop", "pass"),
                        "drop",
                        "what becomes of readings that cannot be converted: other dimension, no or an unknown unit"));
    }

    @Override
    public boolean stateful() {
        return false;
    }

    @Override
    public void check(Settings settings, Problems problems) {
        Optional<Unit> to = known(settings, "to", problems);
        Optional<Unit> assumed = settings.has("assume") ? known(settings, "assume", problems) : Optional.empty();
        if (to.isPresent()
                && assumed.isPresent()
                && !to.get().dimension().equals(assumed.get().dimension())) {
            problems.report(
                    settings.path("assume"),
                    "conflict",
                    assumed.get().code() + " is a unit of " + assumed.get().dimension() + ", "
                            + to.get().code() + " one of " + to.get().dimension() + ": "
                            + Units.codes(to.get().dimension()));
        }
    }

    private static Optional<Unit> known(Settings settings, String key, Problems problems) {
        String code = settings.text(key);
        Optional<Unit> unit = Units.of(code);
        if (unit.isEmpty()) {
            problems.report(
                    settings.path(key), "unit", "`" + code + "` is no unit that can be converted", Units.guess(code));
        }
        return unit;
    }

    @Override
    public Operator create(Settings settings) {
        Optional<Unit> assumed = settings.optionalText("assume").flatMap(Units::of);
        Unit to = Units.of(settings.text("to"))
                .orElseThrow(() -> new IllegalStateException(settings.path("to") + " was not checked"));
        return new ConvertOperator(to, assumed, settings.text("else").equals("pass"));
    }
}
