package io.weir.pipeline;

import static io.weir.pipeline.Given.pipeline;
import static io.weir.pipeline.Given.reading;
import static io.weir.pipeline.Harness.measured;
import static io.weir.pipeline.Harness.step;
import static io.weir.pipeline.Harness.ticked;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.DeviceId;
import io.weir.device.Quality;
import io.weir.device.Reading;
import io.weir.device.Record;
import io.weir.device.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What steps behind a window see, and how it is counted. */
class ResultsTest {

    private static final Map<?, ?> WINDOW = step("window", "size", "10s", "emit", List.of("mean", "max"));

    private static Reading figure(String device, String metric, long timeMillis, double value, long arrivalMillis) {
        return new Reading(
                new DeviceId(device), metric, timeMillis, new Value.Num(value), "", Quality.GOOD, arrivalMillis);
    }

    @Test
    void everyFigureOfAResultIsAReadingOfItsOwn() {
        List<Record> left = new ArrayList<>();
        Pipelines pipelines =
                Pipelines.of(List.of(pipeline("p", WINDOW, step("range", "max", 5))), (stream, item) -> left.add(item));

        pipelines.onReading("field", "", reading(1_000, 3));
        pipelines.onReading("field", "", reading(2_000, 5));
        pipelines.onReading("field", "", reading(12_000, 9));

        assertThat(left)
                .containsExactly(
                        figure("d", "temperature.mean", 9_999, 4, 12_000),
                        figure("d", "temperature.max", 9_999, 5, 12_000));
    }

    @Test
    void resultsThatAreFilteredAreNoReadingsOfTheAccounts() {
        List<Harness.Event> events = List.of(
                measured(reading(1_000, 3)),
                measured(reading(12_000, 9)),
                measured(reading(22_000, 3)),
                measured(reading(23_000, 4)),
                ticked(700_000),
                // the second window hears of the first one's silence only then
                ticked(900_000));

        List<String> left = Harness.run(
                pipeline("p", WINDOW, step("deadband", "abs", 1), step("window", "size", "20s", "late", true)), events);

        assertThat(left.stream()
                        .map(line -> line.replaceAll(
                                ".*metric=([^,]*), fromMillis=(\\d+).*count, value=([^]]*).*", "$1 $2 $3")))
                .containsExactly(
                        "temperature.mean 0 2.0",
                        "temperature.max 0 2.0",
                        "temperature.mean 20000 1.0",
                        "temperature.max 20000 1.0");
    }

    @Test
    void whatBelongsToNoDeviceIsThatOfAllAndAPartialResultIsUncertain() {
        List<Record> left = new ArrayList<>();
        PipelineSpec spec = pipeline(
                "p", step("window", "size", "10s", "by", List.of(), "emit", List.of("count")), step("range", "min", 0));
        Pipelines pipelines = Pipelines.of(List.of(spec), (stream, item) -> left.add(item));

        pipelines.onReading("field", "", reading(1_000, 3));
        pipelines.switchTo(List.of());

        assertThat(left)
                .containsExactly(new Reading(
                        new DeviceId("all"), "count", 9_999, new Value.Num(1), "", Quality.UNCERTAIN, 9_999));
    }
}
