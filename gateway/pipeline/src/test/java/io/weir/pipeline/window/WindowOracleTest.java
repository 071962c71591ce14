package io.weir.pipeline.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.pipeline.Harness;
import io.weir.pipeline.PipelineSpec;
import io.weir.pipeline.SeededStreams;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Seeded streams, with disorder, late readings, negative times, silence and wrong clocks, against {@link WindowOracle}. */
class WindowOracleTest {

    /** Twenty batches of thirty seeds, so that a failure names a small range and the report stays readable. */
    static IntStream batches() {
        return IntStream.range(0, 20);
    }

    @ParameterizedTest(name = "seeds {0} * 30 to {0} * 30 + 29")
    @MethodSource("batches")
    void windowsGiveWhatTheOracleGives(int batch) {
        for (long seed = batch * 30L; seed < batch * 30L + 30; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            PipelineSpec pipeline = SeededStreams.pipeline(random);
            List<Harness.Event> events = SeededStreams.events(random, seed);

            List<String> output = Harness.run(pipeline, events);

            WindowSpec spec = WindowProvider.byTime(pipeline.steps().get(0).settings());
            assertThat(output).as("seed %d, %s", seed, spec).isEqualTo(WindowOracle.run("p", spec, events));
        }
    }
}
