package io.weir.pipeline.expression;

import io.weir.device.config.Guess;
import io.weir.pipeline.step.Glob;

/** Makes the nodes that hold one thing against another. */
final class Comparisons {

    private static final String EQUAL = "==";
    private static final String UNEQUAL = "!=";

    private final Compiler compiler;

    Comparisons(Compiler compiler) {
        this.compiler = compiler;
    }

    BoolNode of(Tree.Binary binary) throws MistakeException {
        boolean equality = binary.sign().equals(EQUAL) || binary.sign().equals(UNEQUAL);
        if (!equality) {
            return order(binary.sign(), compiler.number(binary.left()), compiler.number(binary.right()));
        }
        BoolNode equal = equal(binary.left(), binary.right(), binary.at());
        return binary.sign().equals(EQUAL)
                ? equal
                : scope -> {
                    int answer = equal.of(scope);
                    return answer == BoolNode.NONE ? BoolNode.NONE : BoolNode.TRUE - answer;
                };
    }

    // Both questions of each pair are false when a side is not known.
    private static BoolNode order(String sign, NumberNode left, NumberNode right) {
        return switch (sign) {
            case "<" -> scope -> less(left.of(scope), right.of(scope));
            case ">" -> scope -> less(right.of(scope), left.of(scope));
            case "<=" -> scope -> atMost(left.of(scope), right.of(scope));
            default -> scope -> atMost(right.of(scope), left.of(scope));
        };
    }

    private static int less(double a, double b) {
        return a < b ? BoolNode.TRUE : a >= b ? BoolNode.FALSE : BoolNode.NONE;
    }

    private static int atMost(double a, double b) {
        return a <= b ? BoolNode.TRUE : a > b ? BoolNode.FALSE : BoolNode.NONE;
    }

    private BoolNode equal(Tree left, Tree right, Span at) throws MistakeException {
        Kind kind = compiler.kind(left).or(compiler.kind(right)).settled();
        if (!compiler.kind(left).fits(kind) || !compiler.kind(right).fits(kind)) {
            throw new MistakeException(
                    "these are never equal: " + compiler.kind(left).words() + " and "
                            + compiler.kind(right).words(),
                    at);
        }
        possible(left, right);
        possible(right, left);
        return switch (kind) {
            case TEXT -> equalTexts(compiler.text(left), compiler.text(right));
            case BOOL -> equalBools(compiler.bool(left), compiler.bool(right));
            default -> equalNumbers(compiler.number(left), compiler.number(right));
        };
    }

    /** A variable with few words is compared with one of those. */
    void possible(Tree side, Tree other) throws MistakeException {
        if (side instanceof Tree.Name name
                && other instanceof Tree.Text literal
                && compiler.named(name) instanceof Variable.Text variable
                && !variable.words().isEmpty()
                && !variable.words().contains(literal.value())) {
            throw new MistakeException(
                    "unknown-word",
                    "`" + name.name() + "` is one of " + variable.words(),
                    literal.at(),
                    quoted(Guess.nearest(literal.value(), variable.words())));
        }
    }

    private static String quoted(String guess) {
        return guess.isEmpty() ? "" : '"' + guess + '"';
    }

    private static BoolNode equalNumbers(NumberNode left, NumberNode right) {
        return scope -> {
            double a = left.of(scope);
            double b = right.of(scope);
            return a == b ? BoolNode.TRUE : a < b || a > b ? BoolNode.FALSE : BoolNode.NONE;
        };
    }

    private static BoolNode equalBools(BoolNode left, BoolNode right) {
        return scope -> {
            int a = left.of(scope);
            int b = right.of(scope);
            return a == BoolNode.NONE || b == BoolNode.NONE ? BoolNode.NONE : BoolNode.of(a == b);
        };
    }

    private static BoolNode equalTexts(TextNode left, TextNode right) {
        return scope -> {
            String a = left.of(scope);
            boolean missed = scope.missed();
            String b = right.of(scope);
            missed |= scope.missed();
            return missed ? BoolNode.NONE : BoolNode.of(a.equals(b));
        };
    }

    BoolNode method(Tree.Method method) throws MistakeException {
        compiler.arguments(method, 1);
        TextNode receiver = compiler.text(method.receiver());
        Tree argument = method.arguments().get(0);
        if (method.name().equals("glob")) {
            if (!(argument instanceof Tree.Text pattern)) {
                throw new MistakeException("the pattern must be written as a text: \"boiler-*\"", argument.at());
            }
            Glob glob = new Glob(pattern.value());
            return tested(receiver, scope -> "", (text, unused) -> glob.matches(text));
        }
        TextNode wanted = compiler.text(argument);
        return switch (method.name()) {
            case "startsWith" -> tested(receiver, wanted, String::startsWith);
            case "endsWith" -> tested(receiver, wanted, String::endsWith);
            default -> tested(receiver, wanted, String::contains);
        };
    }

    @FunctionalInterface
    private interface Test {
        boolean of(String text, String wanted);
    }

    private static BoolNode tested(TextNode receiver, TextNode wanted, Test test) {
        return scope -> {
            String text = receiver.of(scope);
            boolean missed = scope.missed();
            String other = wanted.of(scope);
            missed |= scope.missed();
            return missed ? BoolNode.NONE : BoolNode.of(test.of(text, other));
        };
    }
}
