package io.weir.pipeline.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.weir.device.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ZscoreTest {

    private final Watching watching = new Watching();

    private static double score(String line) {
        return Double.parseDouble(line.split(" ")[3]);
    }

    @Test
    void theScoreIsTheDistanceFromTheMeanOfTheNumbersBeforeInDeviations() {
        watching.comes(0, 2).comes(1, 4).comes(2, 6).comes(3, 8).comes(4, 8);

        List<String> left = watching.gives("zscore", "window", 3, "emit", "score");

        assertThat(left).containsExactly("d t.zscore 3 2.0", "d t.zscore 4 1.0");
    }

    @Test
    void outliersAndTheRestAreEveryReadingOnce() {
        for (int i = 0; i < 20; i++) {
            watching.comes(i, i == 15 ? 50 : i % 2);
        }

        assertThat(watching.gives("zscore", "window", 10)).containsExactly("d t 15 50.0");
        assertThat(watching.gives("zscore", "window", 10, "emit", "rest"))
                .hasSize(19)
                .doesNotContain("d t 15 50.0");
        assertThat(watching.gives("zscore", "window", 10, "above", 1_000)).isEmpty();
    }

    @Test
    void anyMoveOutOfEqualNumbersIsAsFarAsCanBeSaid() {
        watching.comes(0, 0.1).comes(1, 0.1).comes(2, 0.1).comes(3, 0.1).comes(4, 0.0999);

        assertThat(watching.gives("zscore", "window", 3, "emit", "score"))
                .containsExactly("d t.zscore 3 0.0", "d t.zscore 4 -1000000.0");
    }

    @Test
    void hugeNumbersSpoilNothingForLongerThanTheWindow() {
        watching.comes(0, 1)
                .comes(1, 2)
                .comes(2, 3)
                .comes(3, 1e308)
                .comes(4, -1e308)
                .comes(5, 1e300);
        watching.comes(6, 1).comes(7, 2).comes(8, 3).comes(9, 4);

        List<String> left = watching.gives("zscore", "window", 3, "emit", "score");

        assertThat(left).hasSize(7).allSatisfy(line -> assertThat(score(line)).isFinite());
        assertThat(left.get(0)).isEqualTo("d t.zscore 3 1000000.0");
        assertThat(left.get(6)).isEqualTo("d t.zscore 9 2.0");
    }

    @Test
    void orderOfTimeAndRepetitionMakeNoDifference() {
        watching.comes(5_000_000_000_000L, 2).comes(-9, 4).comes(-9, 6).comes(-9, 8);

        assertThat(watching.gives("zscore", "window", 3, "emit", "score", "as", "z"))
                .containsExactly("d z -9 2.0");
    }

    @Test
    void whatIsNoNumberIsNotJudged() {
        watching.comes(0, "open").comes(1, true);

        assertThat(watching.gives("zscore", "window", 3)).isEmpty();
        assertThat(watching.gives("zscore", "window", 3, "emit", "score")).isEmpty();
        assertThat(watching.gives("zscore", "window", 3, "emit", "rest")).containsExactly("d t 0 open", "d t 1 true");
    }

    @Test
    void aForgottenKeyMustFillItsWindowAgain() {
        for (int i = 0; i < 4; i++) {
            watching.comes("a", i, new Value.Num(i));
        }
        watching.comes("b", 4, new Value.Num(0)).comes("a", 5, new Value.Num(9));

        assertThat(watching.gives("zscore", "window", 3, "emit", "score", "max-keys", 1))
                .containsExactly("a t.zscore 3 2.0");
    }

    /** Against the plain definition in two passes; far from zero, where running sums would lose their digits. */
    @Test
    void theScoresAreThoseOfTheDefinition() {
        SplittableRandom random = new SplittableRandom(11);
        List<Double> all = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            all.add(1e9 + random.nextInt(1_000) / 8.0);
            watching.comes(i, all.get(i));
        }

        List<String> left = watching.gives("zscore", "window", 40, "emit", "score");

        assertThat(left).hasSize(260);
        for (int i = 40; i < 300; i++) {
            List<Double> before = all.subList(i - 40, i);
            double mean = before.stream().mapToDouble(v -> v - 1e9).average().orElseThrow();
            double variance = before.stream()
                            .mapToDouble(v -> Math.pow(v - 1e9 - mean, 2))
                            .sum()
                    / 39;
            assertThat(score(left.get(i - 40)))
                    .isCloseTo((all.get(i) - 1e9 - mean) / Math.sqrt(variance), within(1e-6));
        }
    }

    @Test
    void settingsThatCannotBeMeantAreRefused() {
        assertThat(ThresholdTest.problem("zscore", "as", "z")).contains("as: conflict", "emit: score");
        assertThat(ThresholdTest.problem("zscore", "window", 2)).contains("window: range");
        assertThat(ThresholdTest.problem("zscore", "above", 0)).contains("above: range");
    }
}
