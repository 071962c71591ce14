package io.weir.pipeline.expression;

import io.weir.device.Reading;
import io.weir.device.Value;
import java.util.List;
import java.util.function.Function;

/** What a name in an expression stands for. */
sealed interface Variable {

    Kind kind();

    record Numeric(NumberNode node) implements Variable {
        @Override
        public Kind kind() {
            return Kind.NUMBER;
        }
    }

    /**
     * A text.
     *
     * @param words all that it can be; empty when that is not known
     */
    record Text(TextNode node, List<String> words) implements Variable {
        public Text {
            words = List.copyOf(words);
        }

        @Override
        public Kind kind() {
            return Kind.TEXT;
        }
    }

    /** The value of a reading: for a reading with another kind of value than the expression wants there is no answer. */
    record Measured(Function<Scope, Reading> reading) implements Variable {
        @Override
        public Kind kind() {
            return Kind.OPEN;
        }

        double number(Scope scope) {
            return reading.apply(scope).value() instanceof Value.Num number ? number.value() : Double.NaN;
        }

        int bool(Scope scope) {
            return reading.apply(scope).value() instanceof Value.Bool bool ? BoolNode.of(bool.value()) : BoolNode.NONE;
        }

        String text(Scope scope) {
            return reading.apply(scope).value() instanceof Value.Text text ? text.value() : scope.miss();
        }
    }
}
