package io.weir.device;

/**
 * What was measured. Numbers are IEEE doubles: whole numbers beyond 2<sup>53</sup> lose their last digits. A number is
 * finite; NaN and infinities are refused where the value is made, so no operator has to think of them.
 */
public sealed interface Value {

    /** Longest text, in UTF-16 characters. */
    int MAX_TEXT = 65_535;

    record Num(double value) implements Value {
        public Num {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("a number must be finite, this one is " + value);
            }
        }
    }

    record Bool(boolean value) implements Value {}

    record Text(String value) implements Value {
        public Text {
            if (value.length() > MAX_TEXT) {
                throw new IllegalArgumentException(
                        "a text value has at most " + MAX_TEXT + " characters, this one " + value.length());
            }
        }
    }
}
