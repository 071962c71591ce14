package io.weir.pipeline.window;

import static io.weir.pipeline.Given.reading;
import static io.weir.pipeline.Harness.measured;
import static io.weir.pipeline.Harness.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.pipeline.Given;
import io.weir.pipeline.Harness;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums of arbitrary numbers come out the same to the last bit, whichever way they were merged: promise P2. */
class FoldTest {

    private static final List<String> WORDS = List.of(
            "count",
            "sum",
            "mean",
            "min",
            "max",
            "range",
            "first",
            "last",
            "rate",
            "stddev",
            "distinct",
            "p50",
            "p999",
            "time-weighted-mean");
    private static final Figures FIGURES = new Figures(
            WORDS.stream().map(word -> Figure.ofWord(word).orElseThrow()).toList());

    /** All figures, as text that shows every bit. */
    private static String bits(Accumulator readings, long toMillis) {
        return WORDS.stream()
                .map(word -> readings.count() == 0
                        ? "none"
                        : word
                                + Double.toHexString(Figure.ofWord(word)
                                        .orElseThrow()
                                        .formula()
                                        .of(readings, toMillis)))
                .collect(Collectors.joining(" "));
    }

    private static double any(SplittableRandom random) {
        return (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(12) - 6);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void twoStacksGiveTheBitsOfTheFold(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SliceGrid grid = SliceGrid.of(20 + random.nextInt(50), 1 + random.nextInt(3));
        Slices slices = new Slices(FIGURES);
        TwoStacks stacks = new TwoStacks(grid, FIGURES);
        SliceFold fold = new SliceFold(grid, FIGURES);
        long first = -500;
        for (long end = grid.firstEnd(first); end < 500; end += grid.step()) {
            for (int i = random.nextInt(4); i > 0; i--) {
                long slice = end - 1 - random.nextInt((int) grid.slices());
                int index = slices.indexOf(slice);
                (index < 0 ? slices.insert(slice) : slices.at(index))
                        .readings()
                        .add(any(random), grid.millis(slice) + random.nextLong(grid.sliceMillis()));
                stacks.changed(slice);
            }

            long to = grid.millis(end);
            assertThat(bits(stacks.of(slices, end), to))
                    .as("window to %d", end)
                    .isEqualTo(bits(fold.of(slices, end), to));

            slices.dropBelow(grid.firstNeeded(end));
        }
    }

    @Test
    void aRestoreInTheMidstOfOverlappingWindowsChangesNoBit() {
        SplittableRandom random = new SplittableRandom(5);
        List<Harness.Event> events = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            events.add(measured(reading(i * 300L - random.nextInt(4_000), any(random))));
        }

        List<String> results = Harness.run(
                Given.pipeline("p", step("window", "size", "20s", "every", "1s", "lateness", "2s", "emit", WORDS)),
                events);

        assertThat(results).hasSizeGreaterThan(400);
    }

    @Test
    void theOrderOfSlicesIsFixedByTheirNumbers() {
        SliceGrid grid = SliceGrid.of(4, 1);
        Slices slices = new Slices(FIGURES);
        double[] values = {1e16, 1, -1e16, 1};
        for (int i = 3; i >= 0; i--) {
            slices.insert(2 + i).readings().add(values[i], i);
        }

        Accumulator sum = new SliceFold(grid, FIGURES).of(slices, 6);

        assertThat(sum.total()).isEqualTo((1 + 1e16) + (-1e16 + 1));
    }
}
