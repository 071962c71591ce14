package io.weir.uplink;

import com.fasterxml.jackson.core.io.NumberOutput;

/**
 * Writes doubles as ECMAScript does (also RFC 8785): the fewest digits that read back as the same number, whole numbers
 * without ".0", an exponent only from 1e21 on and below 1e-6. (A few subnormal numbers have a second digit, as in Java.)
 */
final class JsonNumbers {

    /** Below this every whole double is its own shortest decimal form. */
    private static final double PLAIN = 1L << 53;

    private static final int LARGEST_PLAIN_EXPONENT = 21;
    private static final int SMALLEST_PLAIN_EXPONENT = -6;

    private JsonNumbers() {}

    /** The number, which must be finite. */
    static String text(double value) {
        if (value == Math.rint(value) && Math.abs(value) < PLAIN) {
            return Long.toString((long) value);
        }
        String shortest = NumberOutput.toString(value, true);
        return shortest.indexOf('E') < 0 ? withoutPointZero(shortest) : unscientific(shortest);
    }

    private static String withoutPointZero(String text) {
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    /** From Java's {@code 1.25E-4} to ECMAScript's {@code 0.000125}. */
    private static String unscientific(String java) {
        int mark = java.indexOf('E');
        String sign = java.startsWith("-") ? "-" : "";
        String mantissa = withoutPointZero(java.substring(sign.length(), mark));
        String digits = mantissa.replace(".", "");
        // the decimal point stands behind this many digits
        int point = 1 + Integer.parseInt(java.substring(mark + 1));
        if (point > LARGEST_PLAIN_EXPONENT || point <= SMALLEST_PLAIN_EXPONENT) {
            return sign + mantissa + "e" + (point > 0 ? "+" : "") + (point - 1);
        }
        if (point <= 0) {
            return sign + "0." + "0".repeat(-point) + digits;
        }
        return point >= digits.length()
                ? sign + digits + "0".repeat(point - digits.length())
                : sign + digits.substring(0, point) + "." + digits.substring(point);
    }
}
