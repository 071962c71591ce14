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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums of arbitrary numbers come out the same to the last bit, whichever way they were merged: promise P2. */
class FoldTest {

    private static long bits(Sum sum) {
        return Double.doubleToRawLongBits(sum.total()) * 31
                + sum.count()
                + Double.doubleToRawLongBits(sum.min()) * 7
                + Double.doubleToRawLongBits(sum.max()) * 13;
    }

    private static double any(SplittableRandom random) {
        return (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(12) - 6);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void twoStacksGiveTheBitsOfTheFold(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SliceGrid grid = SliceGrid.of(20 + random.nextInt(50), 1 + random.nextInt(3));
        Slices slices = new Slices();
        TwoStacks stacks = new TwoStacks(grid);
        SliceFold fold = new SliceFold(grid);
        long first = -500;
        for (long end = grid.firstEnd(first); end < 500; end += grid.step()) {
            for (int i = random.nextInt(4); i > 0; i--) {
                long slice = end - 1 - random.nextInt((int) grid.slices());
                int index = slices.indexOf(slice);
                (index < 0 ? slices.insert(slice) : slices.at(index)).sum().add(any(random));
                stacks.changed(slice);
            }

            assertThat(bits(stacks.of(slices, end))).as("window to %d", end).isEqualTo(bits(fold.of(slices, end)));

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
                Given.pipeline("p", step("window", "size", "20s", "every", "1s", "lateness", "2s")), events);

        assertThat(results).hasSizeGreaterThan(400);
    }

    @Test
    void theOrderOfSlicesIsFixedByTheirNumbers() {
        SliceGrid grid = SliceGrid.of(4, 1);
        Slices slices = new Slices();
        double[] values = {1e16, 1, -1e16, 1};
        for (int i = 3; i >= 0; i--) {
            slices.insert(2 + i).sum().add(values[i]);
        }

        Sum sum = new SliceFold(grid).of(slices, 6);

        assertThat(sum.total()).isEqualTo((1 + 1e16) + (-1e16 + 1));
    }
}
