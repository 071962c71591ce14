package io.weir.pipeline.expression;

/** Gives a number for the readings in a scope; NaN when there is none. */
@FunctionalInterface
interface NumberNode {

    double of(Scope scope);

    /** A result of arithmetic: no answer unless it is finite. */
    static double finite(double result) {
        return Math.abs(result) <= Double.MAX_VALUE ? result : Double.NaN;
    }
}
