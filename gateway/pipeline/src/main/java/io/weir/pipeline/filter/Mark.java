package io.weir.pipeline.filter;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.MalformedBytesException;
import io.weir.device.Value;

/**
 * Remembers a value in two words, to compare others with it. A text is remembered by a 64-bit hash: whole texts of all keys
 * would not be bounded, and that two texts of one key that follow each other share a hash does not happen in practice.
 *
 * <pre>
 * state   u8 kind | i64 bits
 * </pre>
 */
final class Mark {

    private static final int NOTHING = 0;
    private static final int NUMBER = 1;
    private static final int BOOL = 2;
    private static final int TEXT = 3;

    private int kind = NOTHING;
    private long bits;

    void set(Value value) {
        kind = kind(value);
        bits = bits(value);
    }

    /** Whether the value is of this kind and the same. Zero is zero, with a minus or without. */
    boolean is(Value value) {
        return isOfKind(value) && bits == bits(value);
    }

    /** Whether anything is remembered, of the same kind. */
    boolean isOfKind(Value value) {
        return kind == kind(value);
    }

    /** The number that is remembered. */
    double number() {
        return Double.longBitsToDouble(bits);
    }

    void save(BinaryWriter out) {
        out.u8(kind).i64(bits);
    }

    void load(BinaryReader in) {
        kind = in.u8();
        bits = in.i64();
        if (kind > TEXT) {
            throw new MalformedBytesException("unknown kind of value " + kind);
        }
    }

    static int kind(Value value) {
        return value instanceof Value.Num ? NUMBER : value instanceof Value.Bool ? BOOL : TEXT;
    }

    static long bits(Value value) {
        if (value instanceof Value.Num number) {
            return Double.doubleToLongBits(number.value() + 0.0);
        }
        if (value instanceof Value.Bool bool) {
            return bool.value() ? 1 : 0;
        }
        return hash(((Value.Text) value).value());
    }

    /** FNV-1a over the characters. */
    static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
