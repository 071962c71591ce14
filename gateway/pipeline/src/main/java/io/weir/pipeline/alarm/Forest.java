package io.weir.pipeline.alarm;

import com.amazon.randomcutforest.RandomCutForest;
import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.MalformedBytesException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A random cut forest over one stream of numbers (Guha, Mishra, Roy, Schrijvers: "Robust random cut forest based anomaly
 * detection on streams", ICML 2016; the implementation is Amazon's). A score of about 1 is ordinary; the fewer cuts it takes
 * to set a number apart from a sample of those before, the higher it is. Deterministic: all randomness comes from the seed,
 * and what is saved is the whole, so that a restored forest goes on bit for bit.
 *
 * <p>The library counts in floats. So that small moves of large numbers (a meter at 10<sup>9</sup>) are not lost, it is given
 * distances from the first number.
 *
 * <p>To write a forest down takes milliseconds, and a checkpoint holds many, while nothing else may go on. So that is done
 * now and then only, by each forest at a time of its own; a checkpoint gets the bytes of the last time and the numbers since, which a
 * restored forest learns again.
 *
 * <pre>
 * state   flag planted, f64 origin, u8 version
 *         version 2: varint n, n x i32 numbers since as float bits, flag written, when written: forest
 *         version 1: forest
 * </pre>
 */
final class Forest {

    /**
     * What a forest is made of.
     *
     * @param sample numbers in the sample of each tree
     * @param shingle how many numbers in a row make one point
     */
    record Plan(int trees, int sample, int shingle) {

        RandomCutForest plant(long seed) {
            return RandomCutForest.builder()
                    .numberOfTrees(trees)
                    .sampleSize(sample)
                    .dimensions(shingle)
                    .shingleSize(shingle)
                    .internalShinglingEnabled(true)
                    .parallelExecutionEnabled(false)
                    .randomSeed(seed)
                    .build();
        }
    }

    /** Beyond this, sums of distances would no longer be floats. */
    private static final double FARTHEST = 1e30;

    private static final int VERSION = 2;
    private static final int WITHOUT_NUMBERS = 1;
    /** After so many numbers it is written down anew. */
    private static final int MOST_SINCE = 256;

    private final Plan plan;
    private RandomCutForest trees;
    /** The trees as they were when written down; nothing when they were as planted. */
    private byte[] written = {};

    private float[] since = {};
    private int sinceCount;
    private boolean planted;
    private double origin;

    Forest(Plan plan, long seed) {
        this.plan = plan;
        this.trees = plan.plant(seed);
    }

    /** Whether it has seen enough to score. */
    boolean isGrown() {
        return trees.isOutputReady();
    }

    /** The score of the next number, 0 until it is grown; the number is learnt afterwards. */
    double next(double value) {
        if (!planted) {
            planted = true;
            origin = value;
        }
        float[] point = {(float) Math.max(-FARTHEST, Math.min(FARTHEST, value - origin))};
        double score = trees.getAnomalyScore(point);
        learn(point);
        return score;
    }

    private void learn(float[] point) {
        if (sinceCount == MOST_SINCE) {
            BinaryWriter out = new BinaryWriter(1 << 14);
            ForestState.save(trees, out);
            written = out.toByteArray();
            sinceCount = 0;
        }
        if (sinceCount == since.length) {
            since = Arrays.copyOf(since, Math.min(MOST_SINCE, Math.max(16, 2 * sinceCount)));
        }
        since[sinceCount++] = point[0];
        trees.update(point);
    }

    void save(BinaryWriter out) {
        out.flag(planted).f64(origin).u8(VERSION).varint(sinceCount);
        for (int i = 0; i < sinceCount; i++) {
            out.i32(Float.floatToRawIntBits(since[i]));
        }
        out.flag(written.length > 0).bytes(ByteBuffer.wrap(written));
    }

    /** Fills this fresh forest. */
    void load(BinaryReader in) {
        planted = in.flag();
        origin = in.f64();
        int version = in.u8();
        if (version == WITHOUT_NUMBERS) {
            loadWritten(in);
        } else if (version == VERSION) {
            float[] numbers = Packed.floats(in);
            if (numbers.length > MOST_SINCE) {
                throw new MalformedBytesException(numbers.length + " numbers behind a forest's state");
            }
            if (in.flag()) {
                loadWritten(in);
            }
            for (float number : numbers) {
                learn(new float[] {number});
            }
        } else {
            throw new MalformedBytesException("a forest's state has version " + version + ", known is " + VERSION);
        }
    }

    private void loadWritten(BinaryReader in) {
        int checksum = in.i32();
        ByteBuffer bytes = in.blob();
        trees = ForestState.load(plan, checksum, bytes);
        BinaryWriter out = new BinaryWriter(bytes.remaining() + 16);
        written = out.i32(checksum).blob(bytes).toByteArray();
    }
}
