package io.weir.pipeline;

import static io.weir.pipeline.Harness.step;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code weir check} says of pipelines. */
class CheckTest {

    private static List<String> problems(Map<?, ?>... steps) {
        List<String> problems = new ArrayList<>();
        Given.pipeline("p", problems, steps);
        return problems;
    }

    private static void says(List<String> problems, String... words) {
        assertThat(problems).singleElement().asString().contains(words);
    }

    @Test
    void theModelsPipelinesThatAreThereAreFine() {
        assertThat(problems(step("range", "min", -40, "max", 125, "else", "drop")))
                .isEmpty();
        assertThat(problems(step("deadband", "abs", 0.2, "heartbeat", "5m"))).isEmpty();
        assertThat(problems(step("hampel", "window", 7, "k", 3))).isEmpty();
        assertThat(problems(step("rate", "per", "1s", "counter", true), step("sample", "every", "30s", "keep", "last")))
                .isEmpty();
        assertThat(problems(step(
                        "window",
                        "size",
                        "1m",
                        "every",
                        "10s",
                        "by",
                        List.of("device", "metric"),
                        "lateness",
                        "5s",
                        "emit",
                        List.of("count", "mean", "min", "max", "p95"))))
                .isEmpty();
        assertThat(problems()).isEmpty();
    }

    @Test
    void anUnknownStepOrAggregateIsAMistake() {
        says(problems(step("deadbend", "abs", 1)), "unknown-step");
        says(problems(step("window", "size", "1m", "emit", "men")), "\"men\" is none of [count, sum, mean, min, max");
        says(problems(step("window", "size", "1m", "emit", List.of("max", "max"))), "conflict", "twice");
    }

    @Test
    void kindsOfWindowsAreNotMixed() {
        says(problems(step("window")), "missing", "size (by time), gap (sessions) or count");
        says(problems(step("window", "size", "1m", "gap", "10s")), "gap: conflict", "different kinds");
        says(problems(step("window", "gap", "1m", "every", "10s")), "every: conflict", "sessions");
        says(problems(step("window", "size", "1m", "max", "10s")), "max: conflict", "sessions");
        says(problems(step("window", "count", 5, "lateness", "10s")), "lateness: conflict", "by count");
        says(problems(step("window", "count", 5, "late", true)), "late: conflict", "by count");
        says(problems(step("window", "count", 5, "every", "10s")), "every: type", "whole number", "`10s`");
        says(problems(step("window", "count", 5, "every", 0)), "every: type", "whole number", "`0`");
        says(problems(step("window", "count", 5, "every", 6)), "every: conflict", "in no window");
        says(problems(step("window", "count", 1000, "every", 1)), "every: range", "1000 slices of 1 readings", "720");
        says(problems(step("window", "size", "1m", "every", 10)), "every: type", "duration", "`10`");
        says(problems(step("window", "gap", "1s", "lateness", "3h")), "10803 sessions with a gap of 1000 ms alive");
        assertThat(problems(step("window", "gap", "1m", "max", "1h"))).isEmpty();
        assertThat(problems(step("window", "count", 100, "every", 10))).isEmpty();
    }

    @Test
    void filtersThatCannotBeMeantAreRefused() {
        says(problems(step("range", "else", "drop")), "missing", "min, max or both");
        says(problems(step("select")), "missing", "metrics, devices or both");
        says(problems(step("debounce", "for", "2h")), "range", "1h");
        says(problems(step("dedup", "by", List.of("value", "value"), "within", "1m")), "conflict", "twice");
        says(problems(step("edge", "direction", "up")), "rising, falling, both");
        says(problems(step("range", "min", 2, "max", 1)), "conflict", "greater");
        says(problems(step("deadband")), "missing", "abs or pct");
        says(problems(step("deadband", "abs", 1, "pct", 1)), "conflict", "not both");
        says(problems(step("deadband", "abs", -1)), "range");
    }

    @Test
    void samplesThatCannotBeMeantAreRefused() {
        says(problems(step("sample", "every", "10s", "keep", "median")), "first, last, mean, min, max");
        says(problems(step("sample", "every", "0s")), "range");
        says(problems(step("every-nth", "n", 0)), "range");
        says(problems(step("swinging-door", "deviation", -1)), "range");
        says(problems(step("swinging-door", "deviation", 1, "min", "2h")), "conflict", "longer than max (1h)");
        says(problems(step("lttb", "points", 11, "every", "10ms")), "conflict", "each millisecond");
    }

    @Test
    void transformsThatCannotBeMeantAreRefused() {
        says(problems(step("convert", "to", "celsius")), "unit", "no unit");
        says(problems(step("convert", "to", "Cel", "assume", "bar")), "conflict", "pressure", "Cel, K, [degF]");
        says(problems(step("rename")), "missing", "metrics, metric, devices or device");
        says(problems(step("rename", "metric", "{metrc}")), "only {device} and {metric}");
        says(problems(step("hampel", "window", 2)), "range");
        says(problems(step("ema", "tau", "0s")), "range");
    }

    @Test
    void windowsThatCannotBeMeantAreRefused() {
        says(problems(step("window", "size", "10s", "every", "20s")), "every", "conflict", "in no window");
        says(problems(step("window", "size", "0s")), "size", "range");
        says(problems(step("window", "size", "30d", "every", "1s")), "every: range", "2592000 slices", "720", "force");
        says(problems(step("window", "size", "721s", "every", "1s")), "721 slices");
        says(problems(step("window", "size", "10s", "lateness", "30d")), "slices of 10000 ms alive");
        assertThat(problems(step("window", "size", "720s", "every", "1s"))).isEmpty();
        assertThat(problems(step("window", "size", "721s", "every", "1s", "force", true)))
                .isEmpty();
        says(problems(step("window", "size", "30d", "every", "1ms", "force", true)), "2592000000 slices");
    }

    @Test
    void twoStepsOrStreamsOfOneNameAreRefused() {
        Map<?, ?> a = Map.of("id", "x", "range", Map.of("min", 1));
        Map<?, ?> b = Map.of("id", "x", "range", Map.of("max", 1));
        List<String> problems = new ArrayList<>();

        Pipelines.check(
                List.of(
                        Given.pipeline("p", step("window", "size", "1m", "late", true)),
                        Given.pipeline("p-late", step("range", "max", 1))),
                (path, code, message, suggestion) -> problems.add(path + ": " + message));

        says(problems, "pipelines.p-late", "the stream p-late");
        says(problems(a, b), "a second step", "x");
    }

    @Test
    void theStreamsOfAPipelineAreItsOwnAndTheLateOneWhenAskedFor() {
        assertThat(Given.pipeline("p", step("window", "size", "1m")).streams()).containsExactly("p");
        assertThat(Given.pipeline("p", step("window", "size", "1m", "late", true))
                        .streams())
                .containsExactly("p", "p-late");
    }

    @Test
    void theEstimateGrowsWithTheSlices() {
        List<StateEstimate> estimates = Pipelines.estimate(List.of(
                Given.pipeline(
                        "p", step("deadband", "abs", 1), step("window", "size", "1m", "every", "10s", "max-keys", 500)),
                Given.pipeline("q", step("window", "size", "10m", "every", "1s"))));

        assertThat(estimates).extracting(StateEstimate::step).containsExactly("1-deadband", "2-window", "1-window");
        assertThat(estimates.get(1).maxKeys()).isEqualTo(500);
        assertThat(estimates.get(1).total().bytes())
                .isEqualTo(500 * estimates.get(1).perKey().bytes());
        assertThat(estimates.get(2).perKey().bytes())
                .isGreaterThan(20 * estimates.get(1).perKey().bytes());
    }
}
