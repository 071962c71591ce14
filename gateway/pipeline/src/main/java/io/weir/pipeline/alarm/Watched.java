package io.weir.pipeline.alarm;

import io.weir.device.Value;
import java.util.Optional;

/**
 * Which states there are and which of them count: the values themselves, or with limits whether they are beyond.
 *
 * @param limits nothing when every value is a state of its own
 * @param only the words of the states that count ({@code true}, {@code 3}, {@code open}); nothing when all do
 */
record Watched(Optional<Limits> limits, Optional<String> only) {

    /** The state that this value is, {@link State#NONE} when it is none. */
    State state(Value value, State before) {
        if (limits.isEmpty()) {
            return State.of(value);
        }
        double number = Numbers.of(value);
        return Double.isNaN(number) ? State.NONE : State.of(limits.get().isBeyond(number, before.equals(State.TRUE)));
    }

    boolean counts(State state) {
        return state.kind() != State.Kind.NONE && (only.isEmpty() || isOf(only.get(), state));
    }

    private static boolean isOf(String word, State state) {
        return switch (state.kind()) {
            case NONE -> false;
            case TEXT -> state.equals(State.of(new Value.Text(word)));
            case BOOL -> word.equals(state.equals(State.TRUE) ? "true" : "false");
            case NUMBER -> isNumber(word, Double.longBitsToDouble(state.bits()));
        };
    }

    private static boolean isNumber(String word, double number) {
        try {
            return Double.parseDouble(word) == number;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
