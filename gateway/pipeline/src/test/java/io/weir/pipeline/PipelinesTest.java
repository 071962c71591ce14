package io.weir.pipeline;

import static io.weir.pipeline.Given.pipeline;
import static io.weir.pipeline.Given.reading;
import static io.weir.pipeline.Harness.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.MalformedBytesException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PipelinesTest {

    private final List<String> output = new ArrayList<>();

    private Pipelines pipelines(PipelineSpec... specs) {
        return Pipelines.of(List.of(specs), (stream, item) -> output.add(stream + " " + item.timeMillis()));
    }

    private static PipelineSpec from(String name, String... from) {
        return new PipelineSpec(name, List.of(from), List.of());
    }

    private static BinaryReader saved(Pipelines pipelines) {
        BinaryWriter state = new BinaryWriter(64);
        pipelines.snapshot(state);
        return new BinaryReader(ByteBuffer.wrap(state.toByteArray()));
    }

    @Test
    void aReadingGoesToThePipelinesThatNameItsAdapterOrInput() {
        Pipelines pipelines = pipelines(from("a", "field", "cabinet/door"), from("b", "cabinet"), from("c", "field"));

        pipelines.onReading("field", "", reading(1, 0));
        pipelines.onReading("cabinet", "door", reading(2, 0));
        pipelines.onReading("cabinet", "flow", reading(3, 0));
        pipelines.onReading("elsewhere", "door", reading(4, 0));

        assertThat(output).containsExactly("a 1", "c 1", "a 2", "b 2", "b 3");
        assertThat(pipelines.takes("cabinet", "flow")).isTrue();
        assertThat(pipelines.takes("elsewhere", "door")).isFalse();
    }

    @Test
    void onlyWhatComesToAnOperatorWithStateIsAnInput() {
        Pipelines pipelines =
                pipelines(pipeline("p", step("range", "max", 10), step("deadband", "abs", 1)), from("q", "field"));

        assertThat(pipelines.onReading("field", "", reading(1, 99))).isFalse();
        assertThat(pipelines.onReading("field", "", reading(2, 5))).isTrue();
        assertThat(pipelines.onReading("field", "", reading(3, 5))).isTrue();
        assertThat(pipelines.onReading("field", "", reading(4, 99))).isFalse();
    }

    @Test
    void countsAreDrainedAsIncrements() {
        Pipelines pipelines = pipelines(
                pipeline("p", step("range", "max", 10), step("window", "size", "10s", "late", true)),
                from("q", "none"));

        pipelines.onReading("field", "", reading(1, 99));
        pipelines.onReading("field", "", reading(2, 5));
        pipelines.onReading("field", "", reading(30_000, 5));
        pipelines.onReading("field", "", reading(3, 5));

        Map<String, Long> filtered = Map.of("1-range", 1L);
        assertThat(pipelines.drain()).containsExactly(new Tally("p", 4, 0, new TreeMap<>(filtered), 2, 1, 1, 2, 0));
        assertThat(pipelines.drain()).isEmpty();
        assertThat(pipelines.held()).isEqualTo(Map.of("p", 0L, "q", 0L));
    }

    @Test
    void evictedKeysAreCounted() {
        Pipelines pipelines = pipelines(pipeline("p", step("window", "size", "10s", "max-keys", 1)));

        pipelines.onReading("field", "", reading("a", "x", 1, 1));
        pipelines.onReading("field", "", reading("b", "x", 1, 1));

        assertThat(pipelines.drain()).singleElement().satisfies(tally -> {
            assertThat(tally.evicted()).isEqualTo(1);
            assertThat(tally.results()).isEqualTo(1);
        });
    }

    @Test
    void aStateWhoseStepChangedOrWentAwayIsLeftOutAloneAndReported() {
        Pipelines old = pipelines(
                pipeline("p", step("deadband", "abs", 1), step("window", "size", "10s")),
                pipeline("q", step("window", "size", "10s")),
                pipeline("gone", step("deadband", "abs", 1)));
        old.onReading("field", "", reading(1, 5));
        Pipelines next = pipelines(
                pipeline("p", step("deadband", "abs", 1), step("window", "size", "20s")),
                pipeline("q", step("window", "size", "10s")));

        List<StepState> states = next.restore(saved(old));

        assertThat(states)
                .extracting(StepState::step, StepState::keys, StepState::kept)
                .containsExactly(
                        tuple("1-deadband", 1, true),
                        tuple("2-window", 1, false),
                        tuple("1-window", 1, true),
                        tuple("1-deadband", 1, false));
        assertThat(states.get(1).reason()).contains("size=20000").contains("size=10000");
        assertThat(next.states()).extracting(StepState::keys).containsExactly(1, 0, 1);
    }

    @Test
    void aDamagedStateIsLeftOutOrRefusedButDoesNoOtherHarm() {
        PipelineSpec spec = pipeline(
                "p",
                step("deadband", "abs", 1),
                step("window", "size", "20s", "every", "1s", "by", "metric", "allowed-lateness", "5s"));
        Pipelines pipelines = pipelines(spec);
        for (int i = 0; i < 50; i++) {
            pipelines.onReading("field", "", reading("d" + i % 3, "m" + i % 2, i * 700L, i * 3));
        }
        BinaryWriter saved = new BinaryWriter(64);
        pipelines.snapshot(saved);
        byte[] good = saved.toByteArray();
        SplittableRandom random = new SplittableRandom(11);
        int notFitting = 0;
        for (int round = 0; round < 5_000; round++) {
            byte[] bad = random.nextBoolean() ? good.clone() : Arrays.copyOf(good, random.nextInt(good.length));
            for (int i = random.nextInt(3); i >= 0 && bad.length > 0; i--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            Pipelines next = pipelines(spec);
            try {
                List<StepState> outcomes = next.restore(new BinaryReader(ByteBuffer.wrap(bad)));
                for (StepState outcome : outcomes) {
                    if (outcome.reason().startsWith("the state does not fit")) {
                        notFitting++;
                        assertThat(next.states())
                                .filteredOn(state -> state.step().equals(outcome.step()))
                                .allMatch(state -> state.keys() == 0);
                    }
                }
            } catch (MalformedBytesException expected) {
                assertThat(expected).hasMessageNotContaining("Exception");
            }
        }
        assertThat(notFitting).isGreaterThan(100);
    }

    @Test
    void anUnknownVersionOfStateIsRefusedAsAWhole() {
        assertThatThrownBy(() ->
                        pipelines(from("p", "field")).restore(new BinaryReader(ByteBuffer.wrap(new byte[] {9, 0}))))
                .isInstanceOf(MalformedBytesException.class)
                .hasMessageContaining("version 9");
    }

    @Test
    void theNextDeadlineIsTheEarliestOfAllOperators() {
        Pipelines pipelines = pipelines(
                pipeline("p", step("window", "size", "10s", "idle", "30s")),
                pipeline("q", step("window", "size", "10s", "idle", "20s")));
        assertThat(pipelines.nextDeadlineMillis()).isEmpty();

        pipelines.onReading("field", "", reading(1_000, 5));

        assertThat(pipelines.nextDeadlineMillis()).hasValue(21_000);
        pipelines.onTick(21_000);
        assertThat(pipelines.nextDeadlineMillis()).hasValue(31_000);
        assertThat(output).containsExactly("q 0");
    }
}
