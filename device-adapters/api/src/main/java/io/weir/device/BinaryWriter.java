package io.weir.device;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes the gateway's binary forms into an array that grows. Numbers are big-endian; {@code varint} is LEB128 of the
 * unsigned value, {@code zigzag} of the signed one (Protocol Buffers' encodings); text is a varint length and UTF-8.
 * One thread at a time.
 */
public final class BinaryWriter {

    private byte[] bytes;
    private int length;

    public BinaryWriter(int initialBytes) {
        bytes = new byte[Math.max(16, initialBytes)];
    }

    public int length() {
        return length;
    }

    /** Forgets what was written; buffers handed out before are overwritten by what comes. */
    public void clear() {
        length = 0;
    }

    public BinaryWriter u8(int value) {
        room(1);
        bytes[length++] = (byte) value;
        return this;
    }

    public BinaryWriter i32(int value) {
        room(4);
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes[length++] = (byte) (value >>> shift);
        }
        return this;
    }

    public BinaryWriter i64(long value) {
        room(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[length++] = (byte) (value >>> shift);
        }
        return this;
    }

    public BinaryWriter f64(double value) {
        return i64(Double.doubleToRawLongBits(value));
    }

    public BinaryWriter varint(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
        return this;
    }

    public BinaryWriter zigzag(long value) {
        return varint((value << 1) ^ (value >> 63));
    }

    public BinaryWriter flag(boolean value) {
        return u8(value ? 1 : 0);
    }

    public BinaryWriter text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        varint(utf8.length);
        return raw(utf8, 0, utf8.length);
    }

    /** A varint length and the bytes. */
    public BinaryWriter blob(ByteBuffer value) {
        varint(value.remaining());
        return bytes(value);
    }

    /** The bytes alone; the reader must know how many they are. */
    public BinaryWriter bytes(ByteBuffer value) {
        int size = value.remaining();
        room(size);
        value.duplicate().get(bytes, length, size);
        length += size;
        return this;
    }

    private BinaryWriter raw(byte[] source, int from, int count) {
        room(count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
        return this;
    }

    /** A view of the bytes from {@code from} to the end; valid until {@link #clear}. */
    public ByteBuffer view(int from) {
        return ByteBuffer.wrap(bytes, from, length - from).slice();
    }

    /** A view of the bytes from {@code from} to before {@code to}; valid until {@link #clear}. */
    public ByteBuffer view(int from, int to) {
        return ByteBuffer.wrap(bytes, from, to - from).slice();
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    private void room(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(length, count)));
        }
    }
}
