package io.weir.pipeline.expression;

import static io.weir.pipeline.Given.reading;
import static io.weir.pipeline.Harness.measured;
import static io.weir.pipeline.Harness.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.Value;
import io.weir.pipeline.Given;
import io.weir.pipeline.Harness;
import io.weir.pipeline.PipelineSpec;
import io.weir.pipeline.Pipelines;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WhereTest {

    private static final List<Harness.Event> EVENTS = List.of(
            measured(reading("d", "temperature", -5, 1)),
            measured(reading("d", "pressure", 1, 2)),
            measured(reading("d", "humidity", 0, 3)),
            measured(reading("d", "humidity", 0, new Value.Text("wet"), 9)));

    private static List<String> values(PipelineSpec spec) {
        return Harness.run(spec, EVENTS).stream()
                .map(line -> line.replaceAll(".*value=\\w+\\[value=([^]]*)].*", "$1"))
                .toList();
    }

    @Test
    void whatIsTruePassesInTheShortFormAndInTheLongOne() {
        String expression = "metric == \"temperature\" || metric == \"humidity\"";

        assertThat(values(Given.pipeline("p", Map.of("where", expression)))).containsExactly("1.0", "3.0", "wet");
        assertThat(values(Given.pipeline("p", step("where", "expr", expression))))
                .containsExactly("1.0", "3.0", "wet");
    }

    @Test
    void whatHasNoAnswerIsFiltered() {
        assertThat(values(Given.pipeline("p", Map.of("where", "value > 1")))).containsExactly("2.0", "3.0");
        assertThat(values(Given.pipeline("p", Map.of("where", "!(value > 1)")))).containsExactly("1.0");
    }

    @Test
    void aPipelinesOwnConditionIsAStepBeforeTheFirst() {
        PipelineSpec spec = Given.pipelineWhere("p", "metric != \"pressure\"", Map.of("range", Map.of("min", 2)));
        Pipelines pipelines = Pipelines.of(List.of(spec), (stream, item) -> {});

        for (Harness.Event event : EVENTS) {
            pipelines.onReading("field", "", ((Harness.Event.Measured) event).reading());
        }

        assertThat(spec.steps()).extracting("id").containsExactly("where", "1-range");
        assertThat(pipelines.drain().get(0).filtered()).isEqualTo(Map.of("where", 1L, "1-range", 2L));
    }

    @Test
    void aMistakeIsReportedWithItsPlaceInTheExpression() {
        List<String> problems = new ArrayList<>();

        Given.pipeline("p", problems, Map.of("where", "vlaue > 1"));

        assertThat(problems)
                .containsExactly("pipelines.p.steps[0].where.expr: unknown-name: there is no name `vlaue`"
                        + " (line 1, column 1 of the expression)");
    }

    @Test
    void nothingAndSectionsThatAreNoneAreRefused() {
        List<String> problems = new ArrayList<>();

        Given.pipeline("p", problems, Map.of("where", ""));
        Given.pipeline("p", problems, Map.of("where", List.of("value > 1")));
        Given.pipeline("p", problems, Map.of("where", "x".repeat(2_001)));

        assertThat(problems)
                .anySatisfy(problem -> assertThat(problem).contains("where: missing"))
                .anySatisfy(problem -> assertThat(problem).contains("found a list"))
                .anySatisfy(problem -> assertThat(problem).contains("has 2001 characters; at most 2000"));
    }
}
