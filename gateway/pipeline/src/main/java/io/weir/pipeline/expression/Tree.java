package io.weir.pipeline.expression;

import java.util.List;

/** An expression as it was written, not typed yet. */
sealed interface Tree {

    /** The part of the text that messages about it point at. */
    Span at();

    record Num(Span at, double value) implements Tree {}

    record Text(Span at, String value) implements Tree {}

    record Flag(Span at, boolean value) implements Tree {}

    record Name(Span at, String name) implements Tree {}

    /** {@code -x} or {@code !x}. */
    record Unary(Span at, String sign, Tree operand) implements Tree {}

    record Binary(Span at, Span signAt, String sign, Tree left, Tree right) implements Tree {}

    record Choice(Span at, Tree condition, Tree yes, Tree no) implements Tree {}

    record In(Span at, Tree item, List<Tree> among) implements Tree {
        public In {
            among = List.copyOf(among);
        }
    }

    /** {@code max(a, b)}. */
    record Call(Span at, Span nameAt, String name, List<Tree> arguments) implements Tree {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /** {@code device.startsWith("x")}. */
    record Method(Span at, Span nameAt, Tree receiver, String name, List<Tree> arguments) implements Tree {
        public Method {
            arguments = List.copyOf(arguments);
        }
    }
}
