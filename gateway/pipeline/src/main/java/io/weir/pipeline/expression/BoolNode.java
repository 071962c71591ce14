package io.weir.pipeline.expression;

/** Gives {@link #TRUE} or {@link #FALSE} for the readings in a scope, or {@link #NONE} when there is no answer. */
@FunctionalInterface
interface BoolNode {

    int FALSE = 0;
    int TRUE = 1;
    int NONE = 2;

    int of(Scope scope);

    static int of(boolean answer) {
        return answer ? TRUE : FALSE;
    }
}
