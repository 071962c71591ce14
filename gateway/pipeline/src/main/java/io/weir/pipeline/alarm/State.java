package io.weir.pipeline.alarm;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.MalformedBytesException;
import io.weir.device.Value;
import java.util.Arrays;

/**
 * A value reduced to what tells it from another. A text is kept as a 64-bit hash: whole texts of all keys would not be
 * bounded.
 */
record State(Kind kind, long bits) {

    enum Kind {
        NONE(0),
        NUMBER(1),
        BOOL(2),
        TEXT(3);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        private static Kind ofCode(int code) {
            return Arrays.stream(values())
                    .filter(kind -> kind.code == code)
                    .findFirst()
                    .orElseThrow(() -> new MalformedBytesException("unknown kind of value " + code));
        }
    }

    static final State NONE = new State(Kind.NONE, 0);
    static final State FALSE = new State(Kind.BOOL, 0);
    static final State TRUE = new State(Kind.BOOL, 1);

    static State of(boolean truth) {
        return truth ? TRUE : FALSE;
    }

    static State of(Value value) {
        if (value instanceof Value.Num number) {
            // Adding zero makes -0 the 0 that it equals.
            return new State(Kind.NUMBER, Double.doubleToLongBits(number.value() + 0.0));
        }
        if (value instanceof Value.Bool bool) {
            return of(bool.value());
        }
        return new State(Kind.TEXT, hash(((Value.Text) value).value()));
    }

    /** FNV-1a over the characters. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    void save(BinaryWriter out) {
        out.u8(kind.code).i64(bits);
    }

    static State load(BinaryReader in) {
        return new State(Kind.ofCode(in.u8()), in.i64());
    }
}
