package io.weir.pipeline.expression;

import static io.weir.pipeline.Given.reading;
import static io.weir.pipeline.Harness.measured;
import static io.weir.pipeline.Harness.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.Value;
import io.weir.pipeline.Given;
import io.weir.pipeline.Harness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MapTest {

    private static List<String> mapped(Map<?, ?> step) {
        return Harness.run(
                        Given.pipeline("p", step),
                        measured(reading("d", "t", -5, 10)),
                        measured(reading("d", "t", -5, 0)),
                        measured(reading("d", "door", 1, new Value.Bool(true), 2)),
                        measured(reading("d", "x".repeat(255), 1, new Value.Text("open"), 2)))
                .stream()
                .map(line -> line.replaceAll(
                        ".*metric=([^,]*), timeMillis=(-?\\d+), value=\\w+\\[value=([^]]*)], unit=([^,]*),.*",
                        "$1 $2 $3 $4"))
                .toList();
    }

    @Test
    void aSingleExpressionIsTheNewValue() {
        assertThat(mapped(Map.of("map", "value * 1.8 + 32"))).containsExactly("t -5 50.0 ", "t -5 32.0 ");
    }

    @Test
    void whatHasNoFiniteValueIsFiltered() {
        assertThat(mapped(Map.of("map", "1 / value"))).containsExactly("t -5 0.1 ");
    }

    @Test
    void metricAndUnitAreWrittenDown() {
        assertThat(mapped(step("map", "value", "value ? 1 : 0", "metric", "{metric}-open", "unit", "1")))
                .containsExactly("door-open 1 1.0 1");
    }

    @Test
    void withoutANewValueTheOldOneStaysWhateverItsKindAndANameThatGrowsTooLongIsFiltered() {
        assertThat(mapped(step("map", "metric", "a.{metric}")))
                .containsExactly("a.t -5 10.0 ", "a.t -5 0.0 ", "a.door 1 true ");
        assertThat(mapped(step("map", "metric", "a"))).hasSize(4);
    }

    @Test
    void aMapThatChangesNothingOrIsMistakenIsRefused() {
        assertThat(problems(step("map"))).contains("map: missing: a map changes value");
        assertThat(problems(step("map", "value", "value +"))).contains("map.value: expression: expected a value");
        assertThat(problems(step("map", "valeu", "1"))).contains("unknown-key");
    }

    private static String problems(Map<?, ?> step) {
        List<String> problems = new ArrayList<>();
        Given.pipeline("p", problems, step);
        return String.join("\n", problems);
    }
}
