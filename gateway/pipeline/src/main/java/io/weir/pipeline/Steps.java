package io.weir.pipeline;

import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import io.weir.pipeline.alarm.Alarms;
import io.weir.pipeline.expression.Expressions;
import io.weir.pipeline.filter.Filters;
import io.weir.pipeline.join.Joins;
import io.weir.pipeline.lookup.Lookups;
import io.weir.pipeline.sample.Samples;
import io.weir.pipeline.step.StepProvider;
import io.weir.pipeline.transform.Transforms;
import io.weir.pipeline.window.Windows;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The built-in kinds of steps. */
public final class Steps {

    private static final List<StepProvider> BUILT_IN = Stream.of(
                    Filters.all(),
                    Samples.all(),
                    Transforms.all(),
                    Lookups.all(),
                    Expressions.all(),
                    Joins.all(),
                    Alarms.all(),
                    Windows.all())
            .flatMap(List::stream)
            .toList();

    /** The step that a pipeline has before its first when it has the key of this name; also its id. */
    static final String WHERE = "where";

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

    private Steps() {}

    /** One item of {@code steps:}: exactly one kind, and perhaps an {@code id} beside it. */
    public static Shape shape() {
        Map<String, Shape> kinds = new LinkedHashMap<>();
        BUILT_IN.forEach(provider -> kinds.put(provider.kind(), provider.shape()));
        Shape id = Shape.text(
                63,
                "small letters, digits, - and _",
                text -> ID.matcher(text).matches() ? Optional.empty() : Optional.of("is no name"));
        return new Shape.OneKey(
                kinds,
                ObjectShape.of(Key.optional(
                        "id", id, "names the step in the ledger and for handing over state; default: 2-deadband")));
    }

    static StepProvider named(String kind) {
        return BUILT_IN.stream()
                .filter(provider -> provider.kind().equals(kind))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no step " + kind));
    }

    /** What a pipeline takes of all that its sources give, written beside its steps: {@link #WHERE} without a place. */
    static Shape whereShape() {
        return named(WHERE).shape();
    }

    /** Which kind a section of {@link #shape()} is. */
    static String kindOf(Settings step) {
        return BUILT_IN.stream()
                .map(StepProvider::kind)
                .filter(step::has)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(step.path() + " holds no step: " + step.keys()));
    }
}
