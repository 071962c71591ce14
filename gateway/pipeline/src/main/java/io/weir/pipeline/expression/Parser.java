package io.weir.pipeline.expression;

import io.weir.pipeline.expression.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes a tree of a text, by operator precedence. The grammar is in EXPRESSIONS.md. One use each. What it is given may be
 * anything: length is limited before it begins, nesting before the stack is.
 */
final class Parser {

    static final int MAX_CHARACTERS = 2_000;
    static final int MAX_NODES = 1_000;
    static final int MAX_DEPTH = 100;

    private static final int RELATION = 3;

    /** How tightly signs between two operands bind. */
    private static final Map<String, Integer> TIGHTNESS = Map.ofEntries(
            Map.entry("||", 1),
            Map.entry("&&", 2),
            Map.entry("==", RELATION),
            Map.entry("!=", RELATION),
            Map.entry("<", RELATION),
            Map.entry("<=", RELATION),
            Map.entry(">", RELATION),
            Map.entry(">=", RELATION),
            Map.entry("in", RELATION),
            Map.entry("+", 4),
            Map.entry("-", 4),
            Map.entry("*", 5),
            Map.entry("/", 5),
            Map.entry("%", 5));

    private static final Map<String, String> ELSEWHERE =
            Map.of("and", "&&", "or", "||", "not", "!", "AND", "&&", "OR", "||", "NOT", "!", "is", "==", "mod", "%");

    private final List<Token> tokens;
    private int next;
    private int depth;
    private int nodes;

    private Parser(List<Token> tokens) {
        this.tokens = tokens;
    }

    static Tree parse(String text) throws MistakeException {
        if (text.length() > MAX_CHARACTERS) {
            throw new MistakeException(
                    "an expression has at most " + MAX_CHARACTERS + " characters, this one " + text.length(),
                    new Span(0, 1));
        }
        Parser parser = new Parser(Lexer.tokens(text));
        Tree tree = parser.expression();
        if (parser.peek().kind() != Kind.END) {
            throw parser.unexpected("an operator or the end");
        }
        return tree;
    }

    private Token peek() {
        return tokens.get(next);
    }

    private Token take() {
        return tokens.get(next++);
    }

    private boolean takes(String sign) {
        boolean there = peek().is(sign);
        next += there ? 1 : 0;
        return there;
    }

    private Span expect(String sign) throws MistakeException {
        if (!peek().is(sign)) {
            throw unexpected("`" + sign + "`");
        }
        return take().at();
    }

    private MistakeException unexpected(String wanted) {
        Token found = peek();
        String suggestion = found.kind() == Kind.NAME ? ELSEWHERE.getOrDefault(found.text(), "") : "";
        return new MistakeException(
                suggestion.isEmpty() ? "expression" : "unknown-sign",
                "expected " + wanted + ", found " + found.shown(),
                found.at(),
                suggestion);
    }

    private <T extends Tree> T counted(T tree) throws MistakeException {
        if (++nodes > MAX_NODES) {
            throw new MistakeException(
                    "an expression has at most " + MAX_NODES + " parts; cut it in two steps", tree.at());
        }
        return tree;
    }

    private void deeper() throws MistakeException {
        if (++depth > MAX_DEPTH) {
            throw new MistakeException("nested deeper than " + MAX_DEPTH + " levels", peek().at());
        }
    }

    private Tree expression() throws MistakeException {
        deeper();
        Tree condition = binary(1);
        Tree whole = condition;
        if (takes("?")) {
            Tree yes = expression();
            expect(":");
            Tree no = expression();
            whole = counted(new Tree.Choice(condition.at().to(no.at()), condition, yes, no));
        }
        depth--;
        return whole;
    }

    private Tree binary(int loosest) throws MistakeException {
        Tree left = prefixed();
        int tightness = tightness();
        while (tightness >= loosest) {
            Token sign = take();
            left = sign.isWord("in") ? among(left) : joined(left, sign, binary(tightness + 1));
            if (tightness == RELATION && tightness() == RELATION) {
                throw new MistakeException("comparisons do not chain: write a < b && b < c", peek().at());
            }
            tightness = tightness();
        }
        return left;
    }

    /** Of the token that comes; 0 when no operand can follow it. */
    private int tightness() {
        Token token = peek();
        boolean sign = token.kind() == Kind.SIGN || token.isWord("in");
        return sign ? TIGHTNESS.getOrDefault(token.text(), 0) : 0;
    }

    private Tree joined(Tree left, Token sign, Tree right) throws MistakeException {
        return counted(new Tree.Binary(left.at().to(right.at()), sign.at(), sign.text(), left, right));
    }

    private Tree among(Tree item) throws MistakeException {
        expect("[");
        List<Tree> items = list("]");
        Span end = tokens.get(next - 1).at();
        if (items.isEmpty()) {
            throw new MistakeException("nothing is in an empty list", end);
        }
        return counted(new Tree.In(item.at().to(end), item, items));
    }

    private Tree prefixed() throws MistakeException {
        Token sign = peek();
        if (!sign.is("-") && !sign.is("!")) {
            return postfixed();
        }
        deeper();
        take();
        Tree operand = prefixed();
        depth--;
        return counted(new Tree.Unary(sign.at().to(operand.at()), sign.text(), operand));
    }

    private Tree postfixed() throws MistakeException {
        Tree tree = primary();
        while (takes(".")) {
            if (peek().kind() != Kind.NAME) {
                throw unexpected("a function");
            }
            Token name = take();
            expect("(");
            List<Tree> arguments = list(")");
            Span whole = tree.at().to(tokens.get(next - 1).at());
            tree = counted(new Tree.Method(whole, name.at(), tree, name.text(), arguments));
        }
        return tree;
    }

    private Tree primary() throws MistakeException {
        Token token = peek();
        switch (token.kind()) {
            case NUMBER -> {
                return counted(new Tree.Num(take().at(), token.number()));
            }
            case TEXT -> {
                return counted(new Tree.Text(take().at(), token.text()));
            }
            case NAME -> {
                return named();
            }
            default -> {
                if (!takes("(")) {
                    throw unexpected("a value");
                }
                Tree inner = expression();
                expect(")");
                return inner;
            }
        }
    }

    private Tree named() throws MistakeException {
        Token name = peek();
        if (ELSEWHERE.containsKey(name.text())) {
            throw unexpected("a value");
        }
        take();
        if (name.isWord("true") || name.isWord("false")) {
            return counted(new Tree.Flag(name.at(), name.isWord("true")));
        }
        if (!takes("(")) {
            return counted(new Tree.Name(name.at(), name.text()));
        }
        List<Tree> arguments = list(")");
        Span whole = name.at().to(tokens.get(next - 1).at());
        return counted(new Tree.Call(whole, name.at(), name.text(), arguments));
    }

    /** Up to and with its closing sign. */
    private List<Tree> list(String closing) throws MistakeException {
        List<Tree> items = new ArrayList<>();
        if (takes(closing)) {
            return items;
        }
        do {
            items.add(expression());
        } while (takes(","));
        expect(closing);
        return items;
    }
}
