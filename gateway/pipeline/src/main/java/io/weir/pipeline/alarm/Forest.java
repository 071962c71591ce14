package io.weir.pipeline.alarm;

import com.amazon.randomcutforest.RandomCutForest;
import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;

/**
 * A random cut forest over one stream of numbers (Guha, Mishra, Roy, Schrijvers: "Robust random cut forest based anomaly
 * detection on streams", ICML 2016; the implementation is Amazon's). A score of about 1 is ordinary; the fewer cuts it takes
 * to set a number apart from a sample of those before, the higher it is. Deterministic: all randomness comes from the seed,
 * and what is saved is the whole, so that a restored forest goes on bit for bit.
 *
 * <p>The library counts in floats. So that small moves of large numbers (a meter at 10<sup>9</sup>) are not lost, it is given
 * distances from the first number.
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

    private final Plan plan;
    private RandomCutForest trees;
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
        trees.update(point);
        return score;
    }

    void save(BinaryWriter out) {
        out.flag(planted).f64(origin);
        ForestState.save(trees, out);
    }

    void load(BinaryReader in) {
        planted = in.flag();
        origin = in.f64();
        trees = ForestState.load(plan, in);
    }
}
