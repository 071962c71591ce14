package io.weir.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dry runs of pipelines, and the tests that users write for them. */
class PipelineTestCommandTest {

    private static final String CONFIG = """
            gateway: {id: gw-1, data-dir: ./data, dashboard: {listen: "127.0.0.1:0"}}
            adapters:
              field:
                type: mqtt
                listen: "127.0.0.1:0"
                topics: [{topic: "s/{device}/{metric}", decode: {format: json, value: $.v}}]
            pipelines:
              climate:
                from: field
                where: metric == "temperature"
                steps:
                  - range: {min: -40, max: 125}
                  - window: {size: 10s, emit: [count, mean]}
                  - where: value > 2
            uplinks:
              out: {type: file, path: ./out, streams: [climate]}
            """;

    private static final String READINGS = """
            {"device":"d1","metric":"temperature","t":"2026-11-21T10:00:01Z","v":20,"u":"Cel"}
            {"device":"d1","metric":"humidity","t":"2026-11-21T10:00:02Z","v":50}

            {"device":"d1","metric":"temperature","t":"2026-11-21T10:00:03Z","v":1000}
            {"device":"d1","metric":"temperature","t":"2026-11-21T10:00:04Z","v":21,"arrival":"2026-11-21T10:00:05Z"}
            """;

    private static final String MEAN =
            "{\"stream\":\"climate\",\"device\":\"d1\",\"metric\":\"temperature.mean\",\"t\":\"2026-11-21T10:00:09.999Z\",\"v\":20.5}";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int test(Object... arguments) throws IOException {
        Stream<Object> all =
                Stream.concat(Stream.of("pipeline", "test", file("weir.yaml", CONFIG)), Stream.of(arguments));
        return Main.execute(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                all.map(String::valueOf).toArray(String[]::new));
    }

    private Path file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        return Files.exists(file) ? file : Files.writeString(file, text);
    }

    @Test
    void recordsComeOutAndEveryStepIsCounted() throws IOException {
        assertThat(test("--input", file("in.jsonl", READINGS)))
                .as(err.toString())
                .isZero();

        assertThat(out.toString().lines()).containsExactly(MEAN);
        assertThat(err.toString().lines())
                .containsExactly(
                        "PIPELINE  STEP      IN  PASSED  FILTERED  AGGREGATED  LATE  HELD  RESULTS  EVICTED",
                        "climate   where      4       3         1           0     0     0        0        0",
                        "climate   1-range    3       2         1           0     0     0        0        0",
                        "climate   2-window   2       0         0           2     0     0        1        0",
                        "climate   3-where    2       1         1           0     0     0        0        0",
                        "4 readings");
    }

    @Test
    void withoutTheSilenceThatFollowsAWindowStaysOpen() throws IOException {
        assertThat(test("--input", file("in.jsonl", READINGS), "--silence", "0s"))
                .isZero();

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).containsPattern("2-window +2 +0 +0 +2 +0 +0 +0 ");
    }

    @Test
    void whatIsAsExpectedIsNoDifferenceWhateverItsIdAndTheFormOfItsNumbers() throws IOException {
        String same =
                MEAN.replace("{\"stream\"", "{\"id\":\"gw-1/1/7\",\"stream\"").replace("20.5", "2.05e1");

        assertThat(test("--input", file("in.jsonl", READINGS), "--expect", file("out.jsonl", same + "\n")))
                .isZero();

        assertThat(out.toString()).isEmpty();
    }

    @Test
    void whatIsMissingAndWhatIsTooManyIsShownAndTheExitCodeIsFour() throws IOException {
        Path expected = file("out.jsonl", "{\"v\":1}\n" + MEAN + "\n{\"v\":2}\n");

        assertThat(test("--input", file("in.jsonl", READINGS), "--expect", expected))
                .isEqualTo(4);
        assertThat(out.toString().lines()).containsExactly("- {\"v\":1}", "- {\"v\":2}");

        assertThat(test("--input", file("in.jsonl", READINGS), "--expect", file("none.jsonl", "\n")))
                .isEqualTo(4);
        assertThat(out.toString().lines()).endsWith("+ " + MEAN);
    }

    @Test
    void aBadLineIsNamedByFileAndLine() throws IOException {
        for (List<String> bad : List.of(
                List.of("{", "this is no JSON"),
                List.of("[]", "this is no JSON object"),
                List.of("{\"device\":\"d\",\"metric\":\"m\",\"t\":\"noon\",\"v\":1}", "`t` is no time"),
                List.of("{\"device\":\"d\",\"metric\":\"m\",\"v\":[]}", "`v` must be a number"),
                List.of("{\"device\":\"d\",\"metric\":\"m\",\"v\":1e999}", "must be finite"),
                List.of("{\"device\":\"d\",\"metrik\":\"m\",\"v\":1}", "did you mean `metric`?"),
                List.of("{\"device\":\"d\",\"from\":\"m\",\"to\":1}", "result of a window"),
                List.of("{\"device\":\"\",\"metric\":\"m\",\"v\":1}", "`device` is missing"))) {
            Path input = Files.writeString(folder.resolve("bad.jsonl"), READINGS + bad.get(0) + "\n");

            assertThat(test("--input", input)).as(bad.get(0)).isEqualTo(2);

            assertThat(err.toString()).contains("bad.jsonl:6: ").contains(bad.get(1));
        }
    }

    @Test
    void aLineWithoutEndIsRefused() throws IOException {
        assertThat(test("--input", file("long.jsonl", "x".repeat(1_100_000)))).isEqualTo(2);

        assertThat(err.toString()).contains("long.jsonl:1: longer than 1048576 characters");
    }

    @Test
    void theInputsAndTheRecordsOfAGatewaysBufferAreInputToo() throws IOException {
        Path data = folder.resolve("data");
        try (Stored stored = new Stored(data)) {
            stored.send(3);
        }

        assertThat(test("--input", data)).as(err.toString()).isZero();
        assertThat(err.toString()).contains("0 readings");
        assertThat(test("--input", data, "--stream", "raw")).isZero();
        assertThat(err.toString()).contains("3 readings").containsPattern("climate +where +3 +0 +3 ");
        assertThat(test("--input", data, "--stream", "rwa")).isEqualTo(2);
    }

    @Test
    void badCommandLinesAndConfigurationsEndWithTwo() throws IOException {
        assertThat(test()).isEqualTo(2);
        assertThat(test("--input", "a", "--tests", "b")).isEqualTo(2);
        assertThat(test("--input", file("in.jsonl", READINGS), "--pipeline", "none"))
                .isEqualTo(2);
        assertThat(test("--input", folder.resolve("none.jsonl"))).isEqualTo(2);
        assertThat(test("--input", file("in.jsonl", READINGS), "--silence", "long"))
                .isEqualTo(2);

        Files.writeString(folder.resolve("weir.yaml"), CONFIG.replace("metric ==", "metrc =="));

        assertThat(test("--input", file("in.jsonl", READINGS))).isEqualTo(2);
        assertThat(err.toString()).contains("weir.yaml:10:12", "^^^^^  did you mean `metric`?");
    }

    private static final String TESTS = """
            tests:
              - name: what is impossible does not count
                pipeline: climate
                given:
                  - {metric: temperature, t: 1s, v: 20}
                  - {metric: temperature, t: 2s, v: 999}
                  - {metric: temperature, t: 3s, v: 21, arrival: 4s}
                  - {metric: temperature, t: 12s, v: 21}
                expect:
                  - {metric: temperature.mean, v: 20.5, t: 9999ms}
              - name: silence ends a window, too
                pipeline: climate
                given:
                  - {metric: temperature, t: 1970-01-01T00:00:01Z, v: 20}
                  - {tick: 2m}
                expect:
                  - {device: d1, t: "1970-01-01T00:00:09.999Z"}
              - name: nothing comes of nothing
                pipeline: climate
                given: [{metric: humidity, t: 1s, v: 20}, {metric: temperature, v: "true"}, {metric: temperature, text: "5"}]
                expect: []
            """;

    @Test
    void testsOfUsersAreRun() throws IOException {
        assertThat(test("--tests", file("tests.yaml", TESTS)))
                .as(out + "\n" + err)
                .isZero();

        assertThat(out.toString().lines()).containsExactly("3 tests, 0 failed");
    }

    @Test
    void aTestThatFailsShowsWhatWasGivenExpectedAndGot() throws IOException {
        assertThat(test("--tests", file("tests.yaml", TESTS.replace("v: 20.5", "v: 20.6"))))
                .isEqualTo(4);

        assertThat(out.toString().lines())
                .startsWith(
                        "failed: what is impossible does not count (pipeline climate)",
                        "  given    {\"device\":\"d1\",\"metric\":\"temperature\",\"t\":\"1970-01-01T00:00:01Z\",\"v\":20.0}")
                .contains(
                        "  expected {\"metric\":\"temperature.mean\",\"t\":\"9999ms\",\"v\":\"20.6\"}",
                        "  got      {\"stream\":\"climate\",\"device\":\"d1\",\"metric\":\"temperature.mean\",\"t\":\"1970-01-01T00:00:09.999Z\",\"v\":20.5}")
                .endsWith("3 tests, 1 failed");
    }

    @Test
    void mistakesInTestsAreNamed() throws IOException {
        assertThat(test("--tests", file("a.yaml", TESTS.replace("expect: []", "expct: []"))))
                .isEqualTo(2);
        assertThat(err.toString()).contains("a.yaml:21:5", "did you mean `expect`?");

        assertThat(test("--tests", file("b.yaml", TESTS.replace("pipeline: climate", "pipeline: climat"))))
                .isEqualTo(2);
        assertThat(err.toString()).contains("did you mean climate?");

        assertThat(test("--tests", file("c.yaml", TESTS.replace("tick: 2m", "tick: later"))))
                .isEqualTo(2);
        assertThat(err.toString()).contains("`later` is no time");
    }
}
