package io.weir.pipeline.expression;

import io.weir.device.Reading;
import io.weir.device.Value;
import java.util.Optional;
import java.util.function.Function;

/** An expression that makes a value of one or two readings. Used by one thread: it keeps the readings it is asked about. */
public final class Formula {

    private final Scope scope = new Scope();
    private final Function<Scope, Optional<Value>> node;

    private Formula(Function<Scope, Optional<Value>> node) {
        this.node = node;
    }

    public static Formula of(String text, Vocabulary names) throws MistakeException {
        Tree tree = Parser.parse(text);
        Compiler compiler = new Compiler(names);
        return new Formula(
                switch (compiler.kind(tree).settled()) {
                    case TEXT -> text(compiler.text(tree));
                    case BOOL -> bool(compiler.bool(tree));
                    default -> number(compiler.number(tree));
                });
    }

    private static Function<Scope, Optional<Value>> number(NumberNode node) {
        return scope -> {
            double answer = node.of(scope);
            return Double.isNaN(answer) ? Optional.empty() : Optional.of(new Value.Num(answer));
        };
    }

    private static Function<Scope, Optional<Value>> bool(BoolNode node) {
        return scope -> {
            int answer = node.of(scope);
            return answer == BoolNode.NONE ? Optional.empty() : Optional.of(new Value.Bool(answer == BoolNode.TRUE));
        };
    }

    private static Function<Scope, Optional<Value>> text(TextNode node) {
        return scope -> {
            String answer = node.of(scope);
            return scope.missed() ? Optional.empty() : Optional.of(new Value.Text(answer));
        };
    }

    /** Nothing where there is no answer. */
    public Optional<Value> of(Reading reading) {
        scope.about(reading);
        return node.apply(scope);
    }

    public Optional<Value> of(Reading left, Reading right) {
        scope.about(left, right);
        return node.apply(scope);
    }
}
