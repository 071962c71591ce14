package io.weir.pipeline.alarm;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import java.nio.ByteBuffer;

/** Arrays as bytes: {@code varint n | n items}, numbers big-endian, floats and doubles by their bits. */
final class Packed {

    private Packed() {}

    static void save(int[] items, BinaryWriter out) {
        out.varint(items.length);
        for (int item : items) {
            out.i32(item);
        }
    }

    static int[] ints(BinaryReader in) {
        int[] items = new int[in.count()];
        for (int i = 0; i < items.length; i++) {
            items[i] = in.i32();
        }
        return items;
    }

    static void save(float[] items, BinaryWriter out) {
        out.varint(items.length);
        for (float item : items) {
            out.i32(Float.floatToRawIntBits(item));
        }
    }

    static float[] floats(BinaryReader in) {
        float[] items = new float[in.count()];
        for (int i = 0; i < items.length; i++) {
            items[i] = Float.intBitsToFloat(in.i32());
        }
        return items;
    }

    static void save(double[] items, BinaryWriter out) {
        out.varint(items.length);
        for (double item : items) {
            out.f64(item);
        }
    }

    static double[] doubles(BinaryReader in) {
        double[] items = new double[in.count()];
        for (int i = 0; i < items.length; i++) {
            items[i] = in.f64();
        }
        return items;
    }

    static void save(byte[] items, BinaryWriter out) {
        out.blob(ByteBuffer.wrap(items));
    }

    static byte[] bytes(BinaryReader in) {
        ByteBuffer view = in.blob();
        byte[] items = new byte[view.remaining()];
        view.get(items);
        return items;
    }
}
