package io.weir.pipeline.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Makes random expressions that are right, and says what each must answer about {@link Asked#READING}: worked out while it
 * is made, by boxed values and the words of EXPRESSIONS.md, without tokens, trees or nodes.
 */
final class Dice {

    /**
     * An expression.
     *
     * @param tightness of its outermost sign: 8 for what needs no parentheses anywhere
     * @param answer a Double, a Boolean or a String; nothing for no answer
     */
    record Made(String text, int tightness, Optional<Object> answer) {

        /** As it is written where only what binds at least as tightly can stand. */
        String in(int place) {
            return tightness < place ? "(" + text + ")" : text;
        }

        double number() {
            return answer.map(Double.class::cast).orElse(Double.NaN);
        }
    }

    private static final int ATOM = 8;

    private final SplittableRandom random;

    Dice(SplittableRandom random) {
        this.random = random;
    }

    private static Made made(String text, int tightness, double answer) {
        return new Made(text, tightness, Double.isFinite(answer) ? Optional.of(answer) : Optional.empty());
    }

    private static Made made(String text, int tightness, boolean answer) {
        return new Made(text, tightness, Optional.of(answer));
    }

    private static Made none(String text, int tightness) {
        return new Made(text, tightness, Optional.empty());
    }

    private String space() {
        return switch (random.nextInt(5)) {
            case 0 -> "";
            case 1 -> "\n  ";
            default -> " ";
        };
    }

    Made number(int depth) {
        if (depth == 0) {
            return numberAtom();
        }
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> arithmetic(depth);
            case 3 -> {
                Made operand = number(depth - 1);
                // Two signs in a row would be read as they are written, too.
                yield made("-" + operand.in(6), 6, -operand.number());
            }
            case 4 -> choice(bool(depth - 1), number(depth - 1), number(depth - 1));
            case 5 -> function(depth);
            case 6 -> {
                Made text = text(depth - 1);
                yield text.answer().isEmpty()
                        ? none(text.in(7) + ".size()", ATOM)
                        : made(
                                text.in(7) + ".size()",
                                ATOM,
                                text.answer().get().toString().length());
            }
            default -> numberAtom();
        };
    }

    private Made numberAtom() {
        return switch (random.nextInt(7)) {
            case 0 -> made("value", ATOM, 21.5);
            case 1 -> made("age", ATOM, 2.5);
            case 2 -> made("2m", ATOM, 120);
            case 3 -> made(".5", ATOM, 0.5);
            case 4 -> made("1e3", ATOM, 1000);
            default -> {
                int small = random.nextInt(6);
                yield made("" + small, ATOM, small);
            }
        };
    }

    private Made arithmetic(int depth) {
        Made left = number(depth - 1);
        Made right = number(depth - 1);
        double a = left.number();
        double b = right.number();
        return switch (random.nextInt(5)) {
            case 0 -> made(left.in(4) + space() + "+" + space() + right.in(5), 4, a + b);
            case 1 -> made(left.in(4) + space() + "-" + space() + right.in(5), 4, a - b);
            case 2 -> made(left.in(5) + space() + "*" + space() + right.in(6), 5, a * b);
            case 3 -> made(left.in(5) + space() + "/" + space() + right.in(6), 5, a / b);
            default -> made(left.in(5) + space() + "%" + space() + right.in(6), 5, a % b);
        };
    }

    private Made function(int depth) {
        Made x = number(depth - 1);
        Made y = number(depth - 1);
        boolean known = x.answer().isPresent() && y.answer().isPresent();
        return switch (random.nextInt(6)) {
            case 0 -> made("abs(" + x.text() + ")", ATOM, Math.abs(x.number()));
            case 1 -> made("floor(" + x.text() + space() + ")", ATOM, Math.floor(x.number()));
            case 2 -> made("sqrt(" + x.text() + ")", ATOM, Math.sqrt(x.number()));
            case 3 -> made("max(" + x.text() + "," + y.text() + ")", ATOM, Math.max(x.number(), y.number()));
            case 4 -> made("min(" + x.text() + ", " + y.text() + ")", ATOM, Math.min(x.number(), y.number()));
            default ->
                made(
                        "pow(" + x.text() + ", " + y.text() + ")",
                        ATOM,
                        known ? StrictMath.pow(x.number(), y.number()) : Double.NaN);
        };
    }

    private Made choice(Made condition, Made yes, Made no) {
        String text = condition.in(1) + space() + "?" + space() + yes.text() + " : " + no.in(0);
        Optional<Object> answer = condition.answer().isEmpty()
                ? Optional.empty()
                : condition.answer().get().equals(true) ? yes.answer() : no.answer();
        return new Made(text, 0, answer);
    }

    Made bool(int depth) {
        if (depth == 0) {
            boolean flag = random.nextBoolean();
            return made("" + flag, ATOM, flag);
        }
        return switch (random.nextInt(7)) {
            case 0 -> joined("&&", 2, bool(depth - 1), bool(depth - 1));
            case 1 -> joined("||", 1, bool(depth - 1), bool(depth - 1));
            case 2 -> {
                Made operand = bool(depth - 1);
                yield new Made("!" + operand.in(6), 6, operand.answer().map(answer -> !(Boolean) answer));
            }
            case 3 -> order(number(depth - 1), number(depth - 1));
            case 4 -> equality(depth);
            case 5 -> among(depth);
            default -> choice(bool(depth - 1), bool(depth - 1), bool(depth - 1));
        };
    }

    private Made joined(String sign, int tightness, Made left, Made right) {
        String text = left.in(tightness) + space() + sign + space() + right.in(tightness + 1);
        boolean decisive = sign.equals("||");
        if (left.answer().equals(Optional.of(decisive)) || right.answer().equals(Optional.of(decisive))) {
            return made(text, tightness, decisive);
        }
        boolean known = left.answer().isPresent() && right.answer().isPresent();
        return known ? made(text, tightness, !decisive) : none(text, tightness);
    }

    private Made order(Made left, Made right) {
        String sign = List.of("<", "<=", ">", ">=").get(random.nextInt(4));
        String text = left.in(4) + space() + sign + space() + right.in(4);
        if (left.answer().isEmpty() || right.answer().isEmpty()) {
            return none(text, 3);
        }
        int order = left.number() == right.number() ? 0 : left.number() < right.number() ? -1 : 1;
        return made(text, 3, order == 0 ? sign.length() == 2 : sign.startsWith(order < 0 ? "<" : ">"));
    }

    private Made any(int kind, int depth) {
        return kind == 0 ? number(depth) : kind == 1 ? bool(depth) : text(depth);
    }

    private static boolean same(Object one, Object other) {
        return one instanceof Double a && other instanceof Double b ? (double) a == b : one.equals(other);
    }

    private Made equality(int depth) {
        int kind = random.nextInt(3);
        Made left = any(kind, depth - 1);
        Made right = any(kind, depth - 1);
        boolean wantsEqual = random.nextBoolean();
        String text = left.in(4) + space() + (wantsEqual ? "==" : "!=") + space() + right.in(4);
        return left.answer().isEmpty() || right.answer().isEmpty()
                ? none(text, 3)
                : made(text, 3, same(left.answer().get(), right.answer().get()) == wantsEqual);
    }

    private Made among(int depth) {
        int kind = random.nextInt(3);
        Made item = any(kind, depth - 1);
        List<Made> all = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            all.add(any(kind, depth - 1));
        }
        String text = item.in(4) + " in ["
                + String.join(",", all.stream().map(Made::text).toList()) + "]";
        boolean found = all.stream()
                .anyMatch(one -> item.answer().isPresent()
                        && one.answer().isPresent()
                        && same(item.answer().get(), one.answer().get()));
        boolean known = item.answer().isPresent()
                && all.stream().allMatch(one -> one.answer().isPresent());
        return found || known ? made(text, 3, found) : none(text, 3);
    }

    Made text(int depth) {
        if (depth > 0 && random.nextInt(3) == 0) {
            Made left = text(depth - 1);
            Made right = text(depth - 1);
            String text = left.in(4) + space() + "+" + space() + right.in(5);
            boolean known = left.answer().isPresent() && right.answer().isPresent();
            return new Made(
                    text,
                    4,
                    known
                            ? Optional.of(
                                    "" + left.answer().get() + right.answer().get())
                            : Optional.empty());
        }
        if (depth > 0 && random.nextInt(3) == 0) {
            return choice(bool(depth - 1), text(depth - 1), text(depth - 1));
        }
        return switch (random.nextInt(5)) {
            case 4 -> none("(value + '')", ATOM);
            case 0 -> new Made("device", ATOM, Optional.of("boiler-3"));
            case 1 -> new Made("unit", ATOM, Optional.of("Cel"));
            case 2 -> new Made("'a\\'b'", ATOM, Optional.of("a'b"));
            default -> new Made("\"Cel\"", ATOM, Optional.of("Cel"));
        };
    }
}
