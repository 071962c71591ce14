package io.weir.pipeline.expression;

import io.weir.device.Reading;
import io.weir.device.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The names that an expression may use. */
public final class Vocabulary {

    /** Of an expression about one reading. */
    public static final Vocabulary READING = new Vocabulary(Map.of(
            "value", new Variable.Measured(Scope::first),
            "device", text(reading -> reading.device().value()),
            "metric", text(Reading::metric),
            "unit", text(Reading::unit),
            "quality", oneOf(Vocabulary::quality, "good", "uncertain", "bad"),
            "kind", oneOf(Vocabulary::kind, "number", "bool", "text"),
            "time", new Variable.Numeric(scope -> scope.first().timeMillis()),
            "arrival", new Variable.Numeric(scope -> scope.first().arrivalMillis()),
            "age", new Variable.Numeric(scope -> ageSeconds(scope.first()))));

    /** Of an expression about two readings of one device. */
    public static final Vocabulary PAIR = new Vocabulary(Map.of(
            "left", new Variable.Measured(Scope::first),
            "right", new Variable.Measured(Scope::second),
            "device", text(reading -> reading.device().value())));

    private final Map<String, Variable> variables;

    private Vocabulary(Map<String, Variable> variables) {
        this.variables = Map.copyOf(variables);
    }

    Optional<Variable> named(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    Set<String> names() {
        return variables.keySet();
    }

    private static Variable text(Function<Reading, String> part) {
        return oneOf(part);
    }

    private static Variable oneOf(Function<Reading, String> part, String... words) {
        return new Variable.Text(scope -> part.apply(scope.first()), List.of(words));
    }

    private static String quality(Reading reading) {
        return switch (reading.quality()) {
            case GOOD -> "good";
            case UNCERTAIN -> "uncertain";
            case BAD -> "bad";
        };
    }

    private static String kind(Reading reading) {
        Value value = reading.value();
        return value instanceof Value.Num ? "number" : value instanceof Value.Bool ? "bool" : "text";
    }

    private static double ageSeconds(Reading reading) {
        // As doubles, because the distance of two longs may not fit into one.
        return ((double) reading.arrivalMillis() - reading.timeMillis()) / 1_000;
    }
}
