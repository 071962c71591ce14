package io.weir.device;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads what {@link BinaryWriter} wrote. Anything that does not fit (too short, a length beyond the end) throws
 * {@link MalformedBytesException}, never reads past the buffer and never allocates more than the buffer holds.
 */
public final class BinaryReader {

    private final ByteBuffer in;

    /** Reads from the buffer's position to its limit; the caller's position stays. */
    public BinaryReader(ByteBuffer bytes) {
        in = bytes.duplicate();
    }

    public int remaining() {
        return in.remaining();
    }

    public int u8() {
        try {
            return in.get() & 0xFF;
        } catch (BufferUnderflowException e) {
            throw tooShort(e);
        }
    }

    public int i32() {
        try {
            return in.getInt();
        } catch (BufferUnderflowException e) {
            throw tooShort(e);
        }
    }

    public long i64() {
        try {
            return in.getLong();
        } catch (BufferUnderflowException e) {
            throw tooShort(e);
        }
    }

    public double f64() {
        return Double.longBitsToDouble(i64());
    }

    public long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = u8();
            value |= (long) (next & 0x7F) << shift;
            if ((next & 0x80) == 0) {
                return value;
            }
        }
        throw new MalformedBytesException("a varint has more than ten bytes");
    }

    public long zigzag() {
        long value = varint();
        return (value >>> 1) ^ -(value & 1);
    }

    /** A varint that counts things still to come, each at least one byte long. */
    public int count() {
        long value = varint();
        if (value < 0 || value > in.remaining()) {
            throw new MalformedBytesException(value + " announced, but only " + in.remaining() + " bytes follow");
        }
        return (int) value;
    }

    public boolean flag() {
        return u8() != 0;
    }

    public String text() {
        byte[] utf8 = new byte[count()];
        in.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /** A view of the next length-prefixed bytes; shares the buffer. */
    public ByteBuffer blob() {
        int size = count();
        ByteBuffer view = in.slice(in.position(), size);
        in.position(in.position() + size);
        return view;
    }

    private static MalformedBytesException tooShort(BufferUnderflowException cause) {
        return new MalformedBytesException("the bytes end too early", cause);
    }
}
