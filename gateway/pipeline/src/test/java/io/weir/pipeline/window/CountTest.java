package io.weir.pipeline.window;

import static io.weir.pipeline.Given.reading;
import static io.weir.pipeline.Harness.measured;
import static io.weir.pipeline.Harness.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.Value;
import io.weir.pipeline.Given;
import io.weir.pipeline.Harness;
import io.weir.pipeline.Pipelines;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CountTest {

    private final List<Harness.Event> events = new ArrayList<>();

    private void comes(double... values) {
        for (double value : values) {
            events.add(measured(reading(events.size() * 1_000L, value)));
        }
    }

    private List<String> results(Object... keysAndValues) {
        return Brief.results(events, keysAndValues).stream()
                .map(line -> line.replace("d temperature ", ""))
                .toList();
    }

    @Test
    void aResultComesAfterEverySoManyReadings() {
        comes(1, 2, 3, 4, 5, 6, 7);

        assertThat(results("count", 3, "emit", List.of("count", "sum")))
                .containsExactly("0-2001 [count=3.0, sum=6.0]", "3000-5001 [count=3.0, sum=15.0]");
    }

    @Test
    void slidingOnesCoverTheLastReadingsAndTheFirstOnesFewer() {
        comes(1, 2, 3, 4, 5, 6, 7, 8);

        assertThat(results("count", 5, "every", 2, "emit", List.of("count", "sum")))
                .containsExactly(
                        "0-1001 [count=2.0, sum=3.0]",
                        "0-3001 [count=4.0, sum=10.0]",
                        "1000-5001 [count=5.0, sum=20.0]",
                        "3000-7001 [count=5.0, sum=30.0]");
    }

    @Test
    void theOrderIsThatOfComingAndEachKeyCountsForItself() {
        events.add(measured(reading("a", "m", 9_000, 1)));
        events.add(measured(reading("b", "m", 5_000, 7)));
        events.add(measured(reading("a", "m", -1_000, 3)));
        events.add(measured(reading("a", "m", 2_000, new Value.Text("x"), 0)));

        assertThat(results("count", 2, "emit", List.of("mean"))).containsExactly("a m -1000-9001 [mean=2.0]");
    }

    @Test
    void whatAForgottenKeyHeldComesOutPartialUnlessItHasComeOutAlready() {
        events.add(measured(reading("a", "m", 0, 1)));
        events.add(measured(reading("b", "m", 0, 2)));
        events.add(measured(reading("b", "m", 0, 2)));
        events.add(measured(reading("c", "m", 0, 3)));

        assertThat(results("count", 2, "emit", List.of("sum"), "max-keys", 1))
                .containsExactly("a m 0-1 [sum=1.0] partial", "b m 0-1 [sum=4.0]");
    }

    @Test
    void aStepThatGoesGivesOutWhatItHolds() {
        List<String> left = new ArrayList<>();
        Pipelines pipelines = Pipelines.of(
                List.of(Given.pipeline("p", step("window", "count", 3, "emit", "count"))),
                (stream, item) -> left.add(item.toString()));

        pipelines.onReading("field", "", reading(0, 1));
        pipelines.switchTo(List.of());

        assertThat(left).singleElement().asString().contains("value=1.0", "partial=true");
    }
}
