package io.weir.pipeline.expression;

/** Finds out what the parts of an expression give, so far as they are right. */
final class Kinds {

    private final Vocabulary names;

    Kinds(Vocabulary names) {
        this.names = names;
    }

    Kind of(Tree tree) {
        if (tree instanceof Tree.Num) {
            return Kind.NUMBER;
        }
        if (tree instanceof Tree.Text) {
            return Kind.TEXT;
        }
        if (tree instanceof Tree.Name name) {
            return names.named(name.name()).map(Variable::kind).orElse(Kind.OPEN);
        }
        if (tree instanceof Tree.Unary unary) {
            return unary.sign().equals("-") ? Kind.NUMBER : Kind.BOOL;
        }
        if (tree instanceof Tree.Binary binary) {
            return of(binary);
        }
        if (tree instanceof Tree.Choice choice) {
            return of(choice.yes()).or(of(choice.no()));
        }
        if (tree instanceof Tree.Call call) {
            return Functions.ALL.containsKey(call.name()) ? Kind.NUMBER : Kind.OPEN;
        }
        if (tree instanceof Tree.Method method) {
            return method.name().equals("size") ? Kind.NUMBER : Kind.BOOL;
        }
        return Kind.BOOL;
    }

    private Kind of(Tree.Binary binary) {
        return switch (binary.sign()) {
            case "+" -> sum(of(binary.left()), of(binary.right()));
            case "-", "*", "/", "%" -> Kind.NUMBER;
            default -> Kind.BOOL;
        };
    }

    private static Kind sum(Kind left, Kind right) {
        if (left == Kind.TEXT || right == Kind.TEXT) {
            return Kind.TEXT;
        }
        return left == Kind.OPEN && right == Kind.OPEN ? Kind.OPEN : Kind.NUMBER;
    }
}
