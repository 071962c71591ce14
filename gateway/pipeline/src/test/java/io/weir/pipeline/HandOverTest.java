package io.weir.pipeline;

import static io.weir.pipeline.Given.pipeline;
import static io.weir.pipeline.Given.reading;
import static io.weir.pipeline.Harness.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A change of configuration keeps the state of what did not change. */
class HandOverTest {

    private final List<String> output = new ArrayList<>();

    private Pipelines pipelines(List<String> output, PipelineSpec... specs) {
        return Pipelines.of(List.of(specs), (stream, item) -> output.add(stream + " " + item));
    }

    private Pipelines pipelines(PipelineSpec... specs) {
        return pipelines(output, specs);
    }

    private static void take(Pipelines pipelines, Harness.Event event) {
        if (event instanceof Harness.Event.Measured measured) {
            pipelines.onReading("field", "", measured.reading());
        } else if (event instanceof Harness.Event.Ticked ticked) {
            pipelines.onTick(ticked.nowMillis());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void anUnrelatedChangeInTheMidstOfWindowsMakesNoDifference(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        PipelineSpec windows = SeededStreams.pipeline(random);
        List<Harness.Event> events = SeededStreams.events(random, seed);
        List<String> undisturbed = new ArrayList<>();
        Pipelines plain = pipelines(undisturbed, windows);
        events.forEach(event -> take(plain, event));

        Pipelines changing = pipelines(windows);
        for (int i = 0; i < events.size(); i++) {
            PipelineSpec other = new PipelineSpec("other" + i, List.of("elsewhere"), List.of());
            changing = changing.switchTo(i % 2 == 0 ? List.of(other, windows) : List.of(windows))
                    .pipelines();
            take(changing, events.get(i));
        }

        assertThat(output).isEqualTo(undisturbed);
    }

    @Test
    void aChangedStepBeforeAWindowLeavesTheWindowItsState() {
        Pipelines before =
                pipelines(pipeline("p", step("range", "max", 10), step("window", "size", "10s", "emit", "count")));
        before.onReading("field", "", reading(1, 5));

        Pipelines.Switched switched = before.switchTo(
                List.of(pipeline("p", step("range", "max", 3), step("window", "size", "10s", "emit", "count"))));
        switched.pipelines().onReading("field", "", reading(2, 5));
        switched.pipelines().onReading("field", "", reading(10_000, 1));

        assertThat(output).singleElement().asString().contains("value=1.0").contains("partial=false");
        assertThat(switched.states())
                .extracting(StepState::pipeline, StepState::step, StepState::keys, StepState::kept)
                .containsExactly(tuple("p", "2-window", 1, true));
    }

    @Test
    void aWindowThatChangedEmitsItsOpenWindowsMarkedPartial() {
        Pipelines before = pipelines(pipeline("p", step("window", "size", "10s", "emit", "count")));
        before.onReading("field", "", reading(1, 5));

        Pipelines.Switched switched =
                before.switchTo(List.of(pipeline("p", step("window", "size", "20s", "emit", "count"))));
        switched.pipelines().onReading("field", "", reading(2, 5));
        switched.pipelines().onReading("field", "", reading(20_000, 1));

        assertThat(output).hasSize(2);
        assertThat(output.get(0)).contains("toMillis=10000").contains("partial=true");
        assertThat(output.get(1))
                .contains("toMillis=20000")
                .contains("value=1.0")
                .contains("partial=false");
        assertThat(switched.states())
                .singleElement()
                .satisfies(state -> assertThat(state.kept()).isFalse());
    }

    @Test
    void aPipelineThatWentAwayEmitsItsOpenWindowsAndItsCountsAreNotLost() {
        Pipelines before = pipelines(pipeline("p", step("window", "size", "10s", "every", "5s")));
        before.onReading("field", "", reading(6_000, 5));

        Pipelines after = before.switchTo(List.of()).pipelines();

        assertThat(output).hasSize(2).allMatch(line -> line.startsWith("p ") && line.contains("partial=true"));
        assertThat(after.drain()).singleElement().satisfies(tally -> {
            assertThat(tally.pipeline()).isEqualTo("p");
            assertThat(tally.aggregated()).isEqualTo(1);
            assertThat(tally.results()).isEqualTo(2);
        });
        assertThat(after.drain()).isEmpty();
    }

    @Test
    void firedWindowsAreNotEmittedAgainWhenTheyGoAway() {
        Pipelines before = pipelines(pipeline("p", step("window", "size", "10s", "allowed-lateness", "1h")));
        before.onReading("field", "", reading(1, 5));
        before.onReading("field", "", reading(10_000, 5));

        before.switchTo(List.of());

        assertThat(output).hasSize(2);
        assertThat(output.get(1)).contains("fromMillis=10000").contains("partial=true");
    }

    @Test
    void settingsThatDoNotTouchTheStateMayChangeWithoutLosingIt() {
        Pipelines before = pipelines(pipeline(
                "p", step("deadband", "abs", 1), step("window", "size", "10s", "idle", "1h", "emit", "count")));
        before.onReading("field", "", reading(1, 5));

        Pipelines after = before.switchTo(List.of(pipeline(
                        "p", step("deadband", "abs", 2), step("window", "size", "10s", "idle", "20s", "emit", "max"))))
                .pipelines();
        after.onReading("field", "", reading(2, 6.5));
        after.onTick(20_001);

        assertThat(output)
                .singleElement()
                .asString()
                .contains("name=max, value=5.0")
                .contains("partial=false");
    }

    @Test
    void aStepIsKnownByItsIdAlsoWhenItsPlaceChanges() {
        Pipelines before = pipelines(pipeline("p", named("w", "window", "size", "10s", "emit", "count")));
        before.onReading("field", "", reading(1, 5));

        Pipelines after = before.switchTo(List.of(
                        pipeline("p", step("range", "max", 100), named("w", "window", "size", "10s", "emit", "count"))))
                .pipelines();
        after.onReading("field", "", reading(2, 5));
        after.onReading("field", "", reading(10_000, 5));

        assertThat(output).singleElement().asString().contains("value=2.0");
    }

    private static Map<?, ?> named(String id, String kind, Object... keysAndValues) {
        Map<Object, Object> item = new LinkedHashMap<>(step(kind, keysAndValues));
        item.put("id", id);
        return item;
    }
}
