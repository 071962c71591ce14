package io.weir.pipeline.expression;

/**
 * A part of an expression's text, in characters.
 *
 * @param from from 0
 */
record Span(int from, int length) {

    int end() {
        return from + length;
    }

    /** From the beginning of this one to the end of the other. */
    Span to(Span last) {
        return new Span(from, last.end() - from);
    }
}
