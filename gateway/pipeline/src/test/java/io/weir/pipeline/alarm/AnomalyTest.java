package io.weir.pipeline.alarm;

import static io.weir.pipeline.Harness.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazon.randomcutforest.RandomCutForest;
import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.MalformedBytesException;
import io.weir.device.Value;
import io.weir.pipeline.Given;
import io.weir.pipeline.Pipelines;
import io.weir.pipeline.StateEstimate;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnomalyTest {

    private final Watching watching = new Watching();
    private final SplittableRandom random = new SplittableRandom(3);

    private double wave(int i) {
        return 20 + 5 * Math.sin(i / 7.0) + random.nextDouble();
    }

    private static double score(String line) {
        return Double.parseDouble(line.split(" ")[3]);
    }

    @Test
    void anUnusualNumberPassesAndOrdinaryOnesDoNot() {
        for (int i = 0; i < 400; i++) {
            watching.comes(i, i == 300 ? 60 : wave(i));
        }

        assertThat(watching.gives("anomaly", "trees", 10, "sample", 64)).containsExactly("d t 300 60.0");
    }

    @Test
    void everyReadingAfterTheFirstQuarterOfTheSampleHasAScore() {
        for (int i = 0; i < 100; i++) {
            watching.comes(i, wave(i));
        }

        List<String> left = watching.gives("anomaly", "trees", 5, "sample", 64, "emit", "score");

        assertThat(left).hasSizeBetween(80, 85).allSatisfy(line -> {
            assertThat(line).startsWith("d t.score ");
            assertThat(score(line)).isBetween(0.2, 10.0);
        });
    }

    /** The harness compares with a run that is saved and restored between every two readings, bit for bit. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void aRestoredForestGoesOnBitForBit(int shingle) {
        for (int i = 0; i < 350; i++) {
            // Equal numbers, both zeros, and ones that no float holds.
            double value = i % 50 == 7 ? -0.0 : i % 50 == 8 ? 0.0 : i % 90 == 5 ? 1e300 : i % 3 == 0 ? 20 : wave(i);
            watching.comes(i, value);
        }

        assertThat(watching.gives("anomaly", "trees", 7, "sample", 64, "shingle", shingle, "emit", "score"))
                .hasSizeGreaterThan(300);
    }

    @Test
    void smallMovesOfHugeNumbersAreSeen() {
        for (int i = 0; i < 300; i++) {
            watching.comes(i, 1e12 + (i == 250 ? 40 : i % 5));
        }

        assertThat(watching.gives("anomaly", "trees", 10, "sample", 64)).containsExactly("d t 250 1.00000000004E12");
    }

    @Test
    void bothZerosAreOneNumberAndSoIsWhatIsTooSmallForAFloat() {
        for (int i = 0; i < 200; i++) {
            watching.comes(i, i % 4 == 0 ? 0.0 : i % 4 == 1 ? -0.0 : i % 4 == 2 ? -1e-60 : 1);
        }

        assertThat(watching.gives("anomaly", "trees", 5, "sample", 32)).isEmpty();
    }

    @Test
    void numbersThatAreAllEqualAreOrdinary() {
        for (int i = 0; i < 200; i++) {
            watching.comes(i, 7);
        }

        assertThat(watching.gives("anomaly", "trees", 5, "sample", 32)).isEmpty();
    }

    @Test
    void whatIsNoNumberIsNotJudged() {
        watching.comes(0, "open").comes(-1, true);

        assertThat(watching.gives("anomaly")).isEmpty();
        assertThat(watching.gives("anomaly", "emit", "rest")).containsExactly("d t 0 open", "d t -1 true");
    }

    @Test
    void eachKeyHasAForestOfItsOwnAndAnotherSeedHasOthers() {
        for (int i = 0; i < 60; i++) {
            Value value = new Value.Num(wave(i));
            watching.comes("a", i, value).comes("b", i, value);
        }
        Object[] settings = {"trees", 5, "sample", 32, "emit", "score", "seed", 1};

        List<String> left = watching.gives("anomaly", settings);
        settings[7] = 2;
        List<String> other = watching.gives("anomaly", settings);

        assertThat(scores(left, "a")).isNotEmpty().isNotEqualTo(scores(left, "b"));
        assertThat(scores(left, "a")).isNotEqualTo(scores(other, "a"));
    }

    private static List<Double> scores(List<String> lines, String device) {
        return lines.stream()
                .filter(line -> line.startsWith(device + " "))
                .map(AnomalyTest::score)
                .toList();
    }

    @Test
    void aKeyThatMustMakeRoomLearnsAnew() {
        for (int i = 0; i < 50; i++) {
            watching.comes("a", i, new Value.Num(wave(i)));
        }
        watching.comes("b", 50, new Value.Num(1)).comes("a", 51, new Value.Num(500));

        assertThat(watching.gives("anomaly", "trees", 5, "sample", 32, "max-keys", 1, "above", 5))
                .isEmpty();
    }

    @Test
    void aDamagedStateIsRefusedAndNotTakenForAForest() {
        Forest.Plan plan = new Forest.Plan(5, 32, 1);
        Forest forest = new Forest(plan, 1);
        for (int i = 0; i < 600; i++) {
            forest.next(wave(i));
        }
        byte[] saved = saved(forest);

        byte[] short_ = Arrays.copyOf(saved, saved.length - 100);
        byte[] other = saved.clone();
        other[9] = 99;
        byte[] flipped = saved.clone();
        flipped[saved.length / 2] ^= 1;

        assertThatThrownBy(() -> load(plan, short_)).isInstanceOf(MalformedBytesException.class);
        assertThatThrownBy(() -> load(plan, other)).hasMessageContaining("version 99");
        assertThatThrownBy(() -> load(plan, flipped)).isInstanceOf(MalformedBytesException.class);
    }

    private static Forest load(Forest.Plan plan, byte[] saved) {
        Forest forest = new Forest(plan, 1);
        forest.load(new BinaryReader(ByteBuffer.wrap(saved)));
        return forest;
    }

    /** Only now and then is a forest written down; what it learns after that is saved beside it. */
    @Test
    void aForestIsTheSameWhereverBetweenTwoWritingsItIsSaved() {
        Forest.Plan plan = new Forest.Plan(5, 32, 1);
        Forest forest = new Forest(plan, 1);
        for (int i = 0; i < 800; i++) {
            forest.next(wave(i));
            if (i % 50 == 6 || i % 256 < 2) {
                byte[] saved = saved(forest);
                Forest restored = load(plan, saved);

                assertThat(saved(restored)).isEqualTo(saved);
                Forest again = load(plan, saved);
                for (int next = 0; next < 20; next++) {
                    double value = wave(next);
                    assertThat(restored.next(value)).isEqualTo(again.next(value));
                }
            }
        }
    }

    @Test
    void aStateOfTheFirstVersionIsRead() {
        Forest.Plan plan = new Forest.Plan(5, 32, 1);
        Forest forest = new Forest(plan, 1);
        RandomCutForest trees = plan.plant(1);
        double origin = 20;
        forest.next(origin);
        trees.update(new float[] {0});
        for (int i = 0; i < 300; i++) {
            double value = wave(i);
            forest.next(value);
            trees.update(new float[] {(float) (value - origin)});
        }
        BinaryWriter first = new BinaryWriter(64).flag(true).f64(origin).u8(1);
        ForestState.save(trees, first);

        Forest restored = load(plan, first.toByteArray());

        for (int i = 0; i < 300; i++) {
            double value = wave(i);
            assertThat(restored.next(value)).isEqualTo(forest.next(value));
        }
    }

    private static byte[] saved(Forest forest) {
        BinaryWriter out = new BinaryWriter(64);
        forest.save(out);
        return out.toByteArray();
    }

    @Test
    void theEstimateIsThatOfManyForests() {
        StateEstimate estimate = Pipelines.estimate(List.of(Given.pipeline("p", step("anomaly"))))
                .get(0);

        assertThat(estimate.maxKeys()).isEqualTo(32);
        assertThat(estimate.perKey().bytes()).isBetween(400_000L, 700_000L);
    }

    @Test
    void settingsThatCannotBeMeantAreRefused() {
        assertThat(ThresholdTest.problem("anomaly", "as", "z")).contains("as: conflict", "emit: score");
        assertThat(ThresholdTest.problem("anomaly", "trees", 1_000)).contains("trees: range");
    }
}
