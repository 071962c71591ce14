package io.weir.pipeline.expression;

import io.weir.device.DeviceId;
import io.weir.device.Quality;
import io.weir.device.Reading;
import io.weir.device.Value;
import java.util.Optional;

/** What an expression answers, as text: {@code 5.0}, {@code true}, {@code "open"}, or {@code none}. */
final class Asked {

    /** 21.5 Cel of boiler-3, measured 2.5 s before it arrived. */
    static final Reading READING = reading(new Value.Num(21.5));

    private Asked() {}

    static Reading reading(Value value) {
        return new Reading(
                new DeviceId("boiler-3"), "temperature", 1_000_000, value, "Cel", Quality.UNCERTAIN, 1_002_500);
    }

    static String of(String expression) {
        return of(expression, READING);
    }

    static String of(String expression, Reading reading) {
        try {
            return shown(Formula.of(expression, Vocabulary.READING).of(reading));
        } catch (MistakeException e) {
            throw new IllegalArgumentException(e.render(expression), e);
        }
    }

    static String shown(Optional<Value> answer) {
        return answer.map(value -> value instanceof Value.Num number
                        ? "" + number.value()
                        : value instanceof Value.Bool bool
                                ? "" + bool.value()
                                : '"' + ((Value.Text) value).value() + '"')
                .orElse("none");
    }
}
