package io.weir.pipeline.expression;

import io.weir.device.Reading;

/**
 * An expression that is true or false of a reading. Used by one thread: it keeps the reading it is asked about. Asking
 * allocates nothing unless texts are joined.
 */
public final class Condition {

    private final Scope scope = new Scope();
    private final BoolNode node;

    private Condition(BoolNode node) {
        this.node = node;
    }

    public static Condition of(String text) throws MistakeException {
        return new Condition(new Compiler(Vocabulary.READING).bool(Parser.parse(text)));
    }

    /** Whether it is true; it is not either where there is no answer, as for {@code value > 5} of a text. */
    public boolean holds(Reading reading) {
        scope.about(reading);
        return node.of(scope) == BoolNode.TRUE;
    }
}
