package io.weir.pipeline.expression;

import io.weir.device.Value;
import io.weir.device.config.Guess;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Makes nodes of a tree, each of the kind that its place wants. Stateless but for the vocabulary. */
final class Compiler {

    private final Vocabulary names;
    private final Kinds kinds;
    private final Comparisons comparisons = new Comparisons(this);
    private final Lists lists = new Lists(this, comparisons);

    Compiler(Vocabulary names) {
        this.names = names;
        this.kinds = new Kinds(names);
    }

    Kind kind(Tree tree) {
        return kinds.of(tree);
    }

    NumberNode number(Tree tree) throws MistakeException {
        need(Kind.NUMBER, tree);
        if (tree instanceof Tree.Num literal) {
            double value = literal.value();
            return scope -> value;
        }
        if (tree instanceof Tree.Name name && named(name) instanceof Variable.Numeric variable) {
            return variable.node();
        }
        if (tree instanceof Tree.Name name && named(name) instanceof Variable.Measured measured) {
            return measured::number;
        }
        if (tree instanceof Tree.Unary unary) {
            NumberNode operand = number(unary.operand());
            return scope -> -operand.of(scope);
        }
        if (tree instanceof Tree.Binary binary) {
            return arithmetic(binary.sign(), number(binary.left()), number(binary.right()));
        }
        if (tree instanceof Tree.Call call) {
            return call(call);
        }
        if (tree instanceof Tree.Method method) {
            return size(method);
        }
        return choice((Tree.Choice) tree);
    }

    private NumberNode choice(Tree.Choice choice) throws MistakeException {
        BoolNode condition = bool(choice.condition());
        NumberNode yes = number(choice.yes());
        NumberNode no = number(choice.no());
        return scope -> {
            int holds = condition.of(scope);
            return holds == BoolNode.TRUE ? yes.of(scope) : holds == BoolNode.FALSE ? no.of(scope) : Double.NaN;
        };
    }

    private static NumberNode arithmetic(String sign, NumberNode left, NumberNode right) {
        return switch (sign) {
            case "+" -> scope -> NumberNode.finite(left.of(scope) + right.of(scope));
            case "-" -> scope -> NumberNode.finite(left.of(scope) - right.of(scope));
            case "*" -> scope -> NumberNode.finite(left.of(scope) * right.of(scope));
            case "/" -> scope -> NumberNode.finite(left.of(scope) / right.of(scope));
            default -> scope -> left.of(scope) % right.of(scope);
        };
    }

    private NumberNode call(Tree.Call call) throws MistakeException {
        Functions.Function function = Functions.ALL.get(call.name());
        if (function == null) {
            throw unknownFunction(call);
        }
        int given = call.arguments().size();
        if (!function.takes(given)) {
            throw new MistakeException(
                    "`" + call.name() + "` takes " + function.arity() + " values, not " + given, call.at());
        }
        List<NumberNode> arguments = new ArrayList<>();
        for (Tree argument : call.arguments()) {
            arguments.add(number(argument));
        }
        return function.maker().of(arguments.toArray(new NumberNode[0]));
    }

    private NumberNode size(Tree.Method method) throws MistakeException {
        arguments(method, 0);
        TextNode text = text(method.receiver());
        return scope -> {
            int size = text.of(scope).length();
            return scope.missed() ? Double.NaN : size;
        };
    }

    BoolNode bool(Tree tree) throws MistakeException {
        need(Kind.BOOL, tree);
        if (tree instanceof Tree.Flag literal) {
            int value = BoolNode.of(literal.value());
            return scope -> value;
        }
        if (tree instanceof Tree.Name name && named(name) instanceof Variable.Measured measured) {
            return measured::bool;
        }
        if (tree instanceof Tree.Unary unary) {
            BoolNode operand = bool(unary.operand());
            return scope -> {
                int answer = operand.of(scope);
                return answer == BoolNode.NONE ? BoolNode.NONE : BoolNode.TRUE - answer;
            };
        }
        if (tree instanceof Tree.Binary binary) {
            return binary(binary);
        }
        if (tree instanceof Tree.In in) {
            return lists.of(in);
        }
        if (tree instanceof Tree.Method method) {
            return comparisons.method(method);
        }
        return boolChoice((Tree.Choice) tree);
    }

    private BoolNode boolChoice(Tree.Choice choice) throws MistakeException {
        BoolNode condition = bool(choice.condition());
        BoolNode yes = bool(choice.yes());
        BoolNode no = bool(choice.no());
        return scope -> {
            int holds = condition.of(scope);
            return holds == BoolNode.TRUE ? yes.of(scope) : holds == BoolNode.FALSE ? no.of(scope) : BoolNode.NONE;
        };
    }

    private BoolNode binary(Tree.Binary binary) throws MistakeException {
        return switch (binary.sign()) {
            case "&&" -> decidedBy(BoolNode.FALSE, bool(binary.left()), bool(binary.right()));
            case "||" -> decidedBy(BoolNode.TRUE, bool(binary.left()), bool(binary.right()));
            default -> comparisons.of(binary);
        };
    }

    /** Either side decides alone, so that the order in which they stand makes no difference. */
    private static BoolNode decidedBy(int decisive, BoolNode left, BoolNode right) {
        return scope -> {
            int one = left.of(scope);
            if (one == decisive) {
                return decisive;
            }
            int other = right.of(scope);
            return one == BoolNode.NONE && other != decisive ? BoolNode.NONE : other;
        };
    }

    TextNode text(Tree tree) throws MistakeException {
        need(Kind.TEXT, tree);
        if (tree instanceof Tree.Text literal) {
            String value = literal.value();
            return scope -> value;
        }
        if (tree instanceof Tree.Name name && named(name) instanceof Variable.Text variable) {
            return variable.node();
        }
        if (tree instanceof Tree.Name name && named(name) instanceof Variable.Measured measured) {
            return measured::text;
        }
        return tree instanceof Tree.Binary binary
                ? joined(text(binary.left()), text(binary.right()))
                : textChoice((Tree.Choice) tree);
    }

    private static TextNode joined(TextNode left, TextNode right) {
        return scope -> {
            String one = left.of(scope);
            boolean missed = scope.missed();
            String other = right.of(scope);
            missed |= scope.missed();
            return missed || one.length() + other.length() > Value.MAX_TEXT ? scope.miss() : one.concat(other);
        };
    }

    private TextNode textChoice(Tree.Choice choice) throws MistakeException {
        BoolNode condition = bool(choice.condition());
        TextNode yes = text(choice.yes());
        TextNode no = text(choice.no());
        return scope -> {
            int holds = condition.of(scope);
            return holds == BoolNode.TRUE ? yes.of(scope) : holds == BoolNode.FALSE ? no.of(scope) : scope.miss();
        };
    }

    /** What is written behind a dot has this many values between its parentheses. */
    void arguments(Tree.Method method, int wanted) throws MistakeException {
        int given = method.arguments().size();
        if (given != wanted) {
            throw new MistakeException(
                    "`" + method.name() + "` takes " + wanted + (wanted == 1 ? " value" : " values") + ", not " + given,
                    method.at());
        }
    }

    Variable named(Tree.Name name) throws MistakeException {
        return names.named(name.name()).orElseThrow(() -> unknownName(name));
    }

    private MistakeException unknownName(Tree.Name name) {
        String word = name.name();
        if (Functions.ALL.containsKey(word)) {
            return new MistakeException("`" + word + "` is a function: write " + word + "(...)", name.at());
        }
        String guess = Guess.nearest(word, names.names());
        String message = "there is no name `" + word + "`" + among(guess, names.names());
        // A word that is like none of ours is mostly a text whose quotes were forgotten.
        return new MistakeException("unknown-name", message, name.at(), guess.isEmpty() ? '"' + word + '"' : guess);
    }

    private static MistakeException unknownFunction(Tree.Call call) {
        String word = call.name();
        if (Functions.METHODS.contains(word)) {
            return new MistakeException(
                    "`" + word + "` is written behind a text: device." + word + "(...)", call.nameAt());
        }
        String guess = Guess.nearest(word, Functions.ALL.keySet());
        String message = "there is no function `" + word + "`" + among(guess, Functions.ALL.keySet());
        return new MistakeException("unknown-function", message, call.nameAt(), guess);
    }

    private static void known(Tree.Method method) throws MistakeException {
        String word = method.name();
        if (Functions.ALL.containsKey(word)) {
            throw new MistakeException("write " + word + "(...) instead, with the number inside", method.nameAt());
        }
        if (!Functions.METHODS.contains(word)) {
            String guess = word.equals("matches") ? "glob" : Guess.nearest(word, Functions.METHODS);
            String message = "there is no function `" + word + "` of a text" + among(guess, Functions.METHODS);
            throw new MistakeException("unknown-function", message, method.nameAt(), guess);
        }
    }

    private void need(Kind wanted, Tree tree) throws MistakeException {
        if (tree instanceof Tree.Method method) {
            known(method);
        }
        Kind found = kind(tree);
        if (wanted == Kind.BOOL && tree instanceof Tree.Binary) {
            found = found.settled(); // a sum of two values is a number or a text
        }
        if (!found.fits(wanted)) {
            throw new MistakeException("expected " + wanted.words() + ", found " + found.words(), tree.at());
        }
        if (found == Kind.OPEN && tree instanceof Tree.Call call) {
            throw unknownFunction(call);
        }
    }

    private static String among(String guess, Collection<String> words) {
        return guess.isEmpty()
                ? "; there are " + String.join(", ", words.stream().sorted().toList())
                : "";
    }
}
