package io.weir.pipeline.expression;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * The functions over numbers. What is not exact comes from {@link StrictMath}: a replay on another machine must give the
 * same bits.
 */
final class Functions {

    /** One function; {@code most} is as many arguments as it may have. */
    record Function(int least, int most, Maker maker) {

        boolean takes(int arguments) {
            return arguments >= least && arguments <= most;
        }

        /** {@code 1}, {@code 1 or 2}, {@code at least 2}. */
        String arity() {
            return least == most ? "" + least : most == MANY ? "at least " + least : least + " or " + most;
        }
    }

    @FunctionalInterface
    interface Maker {
        NumberNode of(NumberNode[] arguments);
    }

    private static final int MANY = Integer.MAX_VALUE;
    private static final int MOST_DIGITS = 15;
    private static final double[] POWERS_OF_TEN = {
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    static final Map<String, Function> ALL = new TreeMap<>(Map.ofEntries(
            Map.entry("abs", unary(Math::abs)),
            Map.entry("floor", unary(Math::floor)),
            Map.entry("ceil", unary(Math::ceil)),
            Map.entry("sqrt", unary(Math::sqrt)),
            Map.entry("log", unary(StrictMath::log)),
            Map.entry("log10", unary(StrictMath::log10)),
            Map.entry("exp", unary(StrictMath::exp)),
            Map.entry("pow", new Function(2, 2, of -> binary(StrictMath::pow, of[0], of[1]))),
            Map.entry("min", folding(Math::min)),
            Map.entry("max", folding(Math::max)),
            Map.entry("round", new Function(1, 2, Functions::round)),
            Map.entry("clamp", new Function(3, 3, Functions::clamp))));

    /** Those over texts, which are written behind a dot. */
    static final Set<String> METHODS = Set.of("startsWith", "endsWith", "contains", "glob", "size");

    private Functions() {}

    private static Function unary(DoubleUnaryOperator operator) {
        return new Function(1, 1, of -> {
            NumberNode argument = of[0];
            return scope -> NumberNode.finite(operator.applyAsDouble(argument.of(scope)));
        });
    }

    private static NumberNode binary(DoubleBinaryOperator operator, NumberNode left, NumberNode right) {
        return scope -> NumberNode.finite(orNone(operator, left.of(scope), right.of(scope)));
    }

    /** {@code pow(NaN, 0)} is 1 in Java; what is not known stays unknown here. */
    private static double orNone(DoubleBinaryOperator operator, double left, double right) {
        return Double.isNaN(left) || Double.isNaN(right) ? Double.NaN : operator.applyAsDouble(left, right);
    }

    private static Function folding(DoubleBinaryOperator operator) {
        return new Function(2, MANY, of -> scope -> {
            double result = of[0].of(scope);
            for (int i = 1; i < of.length; i++) {
                result = operator.applyAsDouble(result, of[i].of(scope));
            }
            return result;
        });
    }

    private static NumberNode clamp(NumberNode[] of) {
        return scope -> {
            double low = of[1].of(scope);
            double high = of[2].of(scope);
            return low <= high ? Math.max(low, Math.min(high, of[0].of(scope))) : Double.NaN;
        };
    }

    private static NumberNode round(NumberNode[] of) {
        if (of.length == 1) {
            return scope -> round(of[0].of(scope));
        }
        return scope -> {
            double digits = of[1].of(scope);
            boolean sensible = digits >= 0 && digits <= MOST_DIGITS && digits == Math.floor(digits);
            return sensible ? round(of[0].of(scope), POWERS_OF_TEN[(int) digits]) : Double.NaN;
        };
    }

    /** Halves go away from zero. */
    private static double round(double x) {
        double size = Math.abs(x);
        double whole = Math.floor(size);
        return Math.copySign(size - whole < 0.5 ? whole : whole + 1, x);
    }

    private static double round(double x, double scale) {
        double scaled = x * scale;
        // Beyond 2^53 a double has no places behind the point that could be rounded.
        return Math.abs(scaled) < 1L << 53 ? round(scaled) / scale : x;
    }
}
