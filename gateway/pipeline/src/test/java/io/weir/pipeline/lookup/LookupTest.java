package io.weir.pipeline.lookup;

import static io.weir.pipeline.Harness.measured;
import static io.weir.pipeline.Harness.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.Reading;
import io.weir.device.Record;
import io.weir.device.Value;
import io.weir.pipeline.Given;
import io.weir.pipeline.Harness;
import io.weir.pipeline.Pipelines;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LookupTest {

    private static final Map<?, ?> TABLE =
            Map.of("d1", Map.of("scale", 2, "offset", -0.5, "unit", "Cel"), "d2", Map.of("unit", "V"));

    /** What passes, as {@code d1 t 9.5 Cel}. */
    private static List<String> passed(Map<?, ?> step, Reading... readings) {
        List<String> left = new ArrayList<>();
        Pipelines pipelines = Pipelines.of(List.of(Given.pipeline("p", step)), (stream, item) -> left.add(brief(item)));
        List<Harness.Event> events = new ArrayList<>();
        for (Reading reading : readings) {
            pipelines.onReading("field", "", reading);
            events.add(measured(reading));
        }
        assertThat(Harness.run(Given.pipeline("p", step), events)).hasSameSizeAs(left);
        return left;
    }

    private static String brief(Record item) {
        Reading reading = (Reading) item;
        String value = reading.value().toString().replaceAll(".*=|]", "");
        return (reading.device() + " " + reading.metric() + " " + value + " " + reading.unit()).trim();
    }

    private static Reading of(String device, Value value) {
        return Given.reading(device, "t", -5, value, 0);
    }

    private static Reading of(String device, double value) {
        return of(device, new Value.Num(value));
    }

    @Test
    void aNumberIsCorrectedByTheRowOfItsDeviceAndOthersPassAsTheyAre() {
        assertThat(passed(step("lookup", "table", TABLE), of("d1", 5), of("d2", 5), of("d3", 5)))
                .containsExactly("d1 t 9.5 Cel", "d2 t 5.0 V", "d3 t 5.0");
    }

    @Test
    void whatHasNoRowMayBeDropped() {
        assertThat(passed(step("lookup", "table", TABLE, "missing", "drop"), of("d3", 5), of("d2", 1)))
                .containsExactly("d2 t 1.0 V");
    }

    @Test
    void aRowMayBeFoundByMetricOrByBoth() {
        assertThat(passed(step("lookup", "table", Map.of("t", Map.of("scale", 3)), "key", "metric"), of("d9", 5)))
                .containsExactly("d9 t 15.0");
        assertThat(passed(
                        step("lookup", "table", Map.of("d1/t", Map.of("offset", 1)), "key", "device/metric"),
                        of("d1", 5),
                        of("d2", 5)))
                .containsExactly("d1 t 6.0", "d2 t 5.0");
    }

    @Test
    void truthAndTextGetTheUnitOnly() {
        assertThat(passed(
                        step("lookup", "table", TABLE),
                        of("d1", new Value.Bool(true)),
                        of("d1", new Value.Text("off"))))
                .containsExactly("d1 t true Cel", "d1 t off Cel");
    }

    @Test
    void aNumberThatWouldNoLongerBeFiniteIsFiltered() {
        assertThat(passed(step("lookup", "table", TABLE), of("d1", 1.7e308))).isEmpty();
    }

    @Test
    void aNewTableHoldsFromTheSwitchOn() {
        List<String> left = new ArrayList<>();
        Pipelines pipelines = Pipelines.of(
                List.of(Given.pipeline("p", step("lookup", "table", TABLE))), (stream, item) -> left.add(brief(item)));
        pipelines.onReading("field", "", of("d1", 1));

        pipelines = pipelines
                .switchTo(List.of(Given.pipeline("p", step("lookup", "table", Map.of("d1", Map.of("offset", 10))))))
                .pipelines();
        pipelines.onReading("field", "", of("d1", 1));

        assertThat(left).containsExactly("d1 t 1.5 Cel", "d1 t 11.0");
    }

    @Test
    void mistakesInATableAreAllTold() {
        List<String> problems = new ArrayList<>();
        Given.pipeline(
                "p",
                problems,
                step("lookup", "table", Map.of("a", Map.of("scale", "x", "ofset", 1), "b", Map.of("unit", ""))));

        assertThat(problems).hasSize(3);
        assertThat(problems).anySatisfy(line -> assertThat(line).contains("table.a.scale", "type"));
        assertThat(problems).anySatisfy(line -> assertThat(line).contains("table.a.ofset", "unknown-key"));
        assertThat(problems).anySatisfy(line -> assertThat(line).contains("table.b.unit"));
    }

    @Test
    void aRowForBothMustNameBoth() {
        List<String> problems = new ArrayList<>();
        Given.pipeline("p", problems, step("lookup", "table", TABLE, "key", "device/metric"));

        assertThat(problems).hasSize(2).allSatisfy(line -> assertThat(line).contains("conflict", "device/metric"));
    }
}
