package io.weir.pipeline.join;

import static io.weir.pipeline.Given.reading;
import static io.weir.pipeline.Harness.measured;
import static io.weir.pipeline.Harness.step;
import static io.weir.pipeline.Harness.ticked;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.Value;
import io.weir.pipeline.Given;
import io.weir.pipeline.Harness;
import io.weir.pipeline.PipelineSpec;
import io.weir.pipeline.Pipelines;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class JoinTest {

    private static PipelineSpec power(Object... more) {
        List<Object> keys = new ArrayList<>(
                List.of("metric", "u", "with", "i", "within", "5s", "value", "left * right", "as", "p", "unit", "W"));
        keys.addAll(List.of(more));
        return Given.pipeline("p", step("join", keys.toArray()));
    }

    private static Harness.Event left(long timeMillis, double value) {
        return measured(reading("d", "u", timeMillis, value));
    }

    private static Harness.Event right(long timeMillis, double value) {
        return measured(reading("d", "i", timeMillis, value));
    }

    /** Time and value of each result. */
    private static List<String> joined(PipelineSpec spec, Harness.Event... events) {
        return Harness.run(spec, events).stream()
                .map(line -> line.replaceAll(
                        ".*device=(\\w+), metric=p, timeMillis=(-?\\d+), value=\\w+\\[value=([^]]*)], unit=W.*",
                        "$1 $2 $3"))
                .toList();
    }

    @Test
    void theNearestInEventTimeIsTakenOnceALaterOneHasCome() {
        assertThat(joined(power(), right(1_000, 2), left(2_000, 10), right(2_400, 3), right(9_000, 4)))
                .containsExactly("d 2000 30.0");
        assertThat(joined(power(), right(1_900, 2), left(2_000, 10), right(2_400, 3)))
                .containsExactly("d 2000 20.0");
    }

    @Test
    void ofTwoThatAreAsNearTheEarlierAndOfTheSameTimeTheFirstToArriveIsTaken() {
        assertThat(joined(power(), right(1_000, 2), left(2_000, 10), right(3_000, 3)))
                .containsExactly("d 2000 20.0");
        assertThat(joined(power(), right(2_000, 5), right(2_000, 6), left(2_000, 10)))
                .containsExactly("d 2000 50.0");
    }

    @Test
    void oneThatIsFartherThanWithinIsNoPartner() {
        assertThat(joined(power(), right(-5_001, 2), left(0, 10), right(5_001, 3)))
                .isEmpty();
        assertThat(joined(power(), right(-5_000, 2), left(0, 10), right(5_001, 3)))
                .containsExactly("d 0 20.0");
    }

    @Test
    void oneOnTheRightServesManyOnTheLeft() {
        assertThat(joined(power(), left(1_000, 1), left(2_000, 2), right(2_500, 10), left(2_400, 3)))
                .containsExactly("d 1000 10.0", "d 2000 20.0", "d 2400 30.0");
    }

    @Test
    void whoWaitedLongEnoughTakesWhatIsThere() {
        assertThat(joined(power(), right(1_000, 2), left(2_000, 10), ticked(6_999)))
                .isEmpty();
        assertThat(joined(power(), right(1_900, 2), left(2_000, 10), ticked(6_999), ticked(7_000)))
                .containsExactly("d 2000 20.0");
        assertThat(joined(power("wait", "1s"), right(1_900, 2), left(2_000, 10), ticked(3_000)))
                .containsExactly("d 2000 20.0");
    }

    @Test
    void devicesAreNotMixedAndOtherMetricsAreFiltered() {
        assertThat(joined(
                        power(),
                        measured(reading("a", "u", 0, 1)),
                        measured(reading("b", "i", 0, 1)),
                        measured(reading("a", "x", 0, 1)),
                        measured(reading("a", "i", 0, 7))))
                .containsExactly("a 0 7.0");
    }

    @Test
    void whatHasNoAnswerIsFilteredAndTextsMayDecide() {
        PipelineSpec open = Given.pipeline(
                "p",
                step(
                        "join",
                        "metric",
                        "u",
                        "with",
                        "i",
                        "within",
                        "5s",
                        "value",
                        "right == \"open\" ? left : 0",
                        "as",
                        "p",
                        "unit",
                        "W"));
        Harness.Event isOpen = measured(reading("d", "i", 0, new Value.Text("open"), 0));
        Harness.Event isLong = measured(reading("d", "i", 1, new Value.Text("x".repeat(256)), 0));

        assertThat(joined(open, isOpen, isLong, left(0, 4))).containsExactly("d 0 4.0");
        assertThat(joined(power(), isOpen, left(0, 4))).isEmpty();
    }

    @Test
    void moreThanItKeepsMakeTheOldestGiveWay() {
        assertThat(joined(power("keep", 2), right(0, 1), left(1, 5), left(2, 6), left(3, 7), right(9, 2)))
                .containsExactly("d 1 5.0", "d 2 6.0", "d 3 7.0");
        assertThat(joined(power("keep", 1), right(0, 1), right(10, 2), left(0, 5)))
                .containsExactly("d 0 10.0");
    }

    @Test
    void aDeviceThatIsForgottenDecidesFirst() {
        assertThat(joined(power("max-keys", 1), right(0, 3), left(1, 5), measured(reading("e", "u", 1, 1)), left(2, 5)))
                .containsExactly("d 1 15.0");
    }

    @Test
    void aClockFiftyYearsAheadSilencesNothing() {
        long ahead = 50L * 366 * 86_400_000;

        assertThat(joined(power(), left(ahead, 1), right(1_000, 2), left(1_000, 3)))
                .containsExactly("d 1000 6.0");
        assertThat(joined(
                        power(),
                        measured(reading("d", "i", ahead, new Value.Num(1), 0)),
                        right(1_000, 2),
                        left(1_001, 3),
                        ticked(100_000),
                        right(100_000, 2),
                        left(100_001, 3),
                        right(100_001, 4)))
                .containsExactly("d 1001 6.0", "d 100001 12.0");
    }

    @Test
    void countsAreTrue() {
        Pipelines pipelines = Pipelines.of(List.of(power()), (stream, item) -> {});
        for (Harness.Event event : List.of(right(0, 1), left(0, 1), left(9_000, 1), right(20_000, 1))) {
            pipelines.onReading("field", "", ((Harness.Event.Measured) event).reading());
        }

        assertThat(pipelines.held()).isEqualTo(Map.of("p", 2L));
        assertThat(pipelines.drain()).singleElement().satisfies(tally -> {
            assertThat(tally.aggregated()).isEqualTo(1);
            assertThat(tally.filtered()).isEqualTo(Map.of("1-join", 1L));
            assertThat(tally.results()).isEqualTo(1);
        });
    }

    /** In order, and with enough patience, it is the join that a child would make: for each left one look at all right ones. */
    @Test
    void inOrderItIsTheJoinOfAllWithAll() {
        for (int seed = 0; seed < 60; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Harness.Event> events = new ArrayList<>();
            List<long[]> lefts = new ArrayList<>();
            List<long[]> rights = new ArrayList<>();
            long time = -20_000;
            for (int i = 0; i < 60; i++) {
                time += random.nextInt(3_000);
                int value = random.nextInt(1, 50);
                boolean isLeft = random.nextBoolean();
                (isLeft ? lefts : rights).add(new long[] {time, value});
                events.add(isLeft ? left(time, value) : right(time, value));
            }
            List<String> expected = new ArrayList<>();
            for (long[] left : lefts) {
                rights.stream()
                        .filter(right -> Math.abs(right[0] - left[0]) <= 5_000)
                        .min((a, b) -> Long.compare(Math.abs(a[0] - left[0]), Math.abs(b[0] - left[0])))
                        .ifPresent(right -> expected.add("d " + left[0] + " " + (double) (left[1] * right[1])));
            }
            events.add(ticked(time + 10_000_000));

            assertThat(joined(power("wait", "1h"), events.toArray(new Harness.Event[0])))
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(expected);
        }
    }

    @Test
    void joinsThatCannotBeMeantAreRefused() {
        assertThat(problems("with", "u")).contains("conflict", "with itself");
        assertThat(problems("value", "lft * right")).contains("unknown-name", "there is no name `lft`");
        assertThat(problems("value", "value * 2")).contains("there is no name `value`");
        assertThat(problems("within", "0s")).contains("needs a `wait`");
    }

    private static String problems(String key, Object value) {
        Map<Object, Object> keys =
                new HashMap<>(Map.of("metric", "u", "with", "i", "within", "5s", "value", "left * right", "as", "p"));
        keys.put(key, value);
        List<String> problems = new ArrayList<>();
        Given.pipeline("p", problems, Map.of("join", keys));
        return String.join("\n", problems);
    }
}
