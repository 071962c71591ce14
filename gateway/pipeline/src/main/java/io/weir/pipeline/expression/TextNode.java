package io.weir.pipeline.expression;

/**
 * Gives a text for the readings in a scope. Where there is none it gives the empty text and says so by {@link Scope#miss};
 * whoever asked looks at {@link Scope#missed} at once, before anything else is asked.
 */
@FunctionalInterface
interface TextNode {

    String of(Scope scope);
}
