package io.weir.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RenderingTest {

    @Test
    void showsProblemsAsACompilerDoes() {
        String yaml = """
                gateway: {id: a, data-dir: d}
                adapters:
                  cabinet:
                    type: gpio
                    inputs:
                      door:
                        pin: 17
                        debounse: 30ms
                pipelines:
                  climate: {from: cabnet, steps: []}
                uplinks:
                  cloud: {type: http, url: "http://h/", streams: [climate], batch: {max-wait: 5 sec, max-records: 9}}
                """;

        assertThat(Samples.read(yaml).render()).isEqualTo("""
                error: unknown key `debounse` in adapters.cabinet.inputs.door
                 --> weir.yaml:8:9  (adapters.cabinet.inputs.door.debounse)
                  |
                8 |         debounse: 30ms
                  |         ^^^^^^^^  did you mean `debounce`?

                error: no adapter is named `cabnet`
                  --> weir.yaml:10:19  (pipelines.climate.from)
                   |
                10 |   climate: {from: cabnet, steps: []}
                   |                   ^^^^^^  did you mean `cabinet`?

                error: expected a duration (units: ms, s, m, h, d), got `5 sec`
                  --> weir.yaml:12:79  (uplinks.cloud.batch.max-wait)
                   |
                12 |   cloud: {type: http, url: "http://h/", streams: [climate], batch: {max-wait: 5 sec, max-records: 9}}
                   |                                                                               ^^^^^  write `5s`
                """);
    }

    @Test
    void aSecretInClearIsNeverShown() {
        String yaml = """
                gateway: {id: a, data-dir: d}
                adapters:
                  s: {type: mqtt, broker: "mqtt://joe:canary-1@h", password: canary-2, passwort: canary-3, tpyo: 1, topics: []}
                uplinks:
                  u: {type: http, url: "http://h", token: canary-4, streams: []}
                """;

        ConfigReader.Result result = Samples.read(yaml);

        assertThat(result.problems()).hasSizeGreaterThan(4);
        assertThat(result.render()).contains("tpyo").doesNotContain("canary");
        assertThat(result.problems().toString()).doesNotContain("canary");
    }

    @Test
    void aVeryLongLineIsCutAroundTheMistake() {
        String yaml = "gateway: {id: a, data-dir: d, tags: {t: " + "x".repeat(900) + "}, wrong: 1, tags2: "
                + "y".repeat(900) + "}";

        String shown = Samples.read(yaml).render();

        assertThat(shown).contains("  wrong: 1".substring(1)).contains("^^^^^");
        assertThat(shown.lines().mapToInt(String::length)).allMatch(length -> length < 260);
    }

    @Test
    void tabsKeepTheCaretsInPlace() {
        Problem problem = new Problem("a", "/a", "type", "no", "", new Place(1, 3, 2));

        assertThat(Rendering.of("error", List.of(problem), new Source("w", List.of("\t\tab"), List.of())))
                .endsWith("1 | \t\tab\n  | \t\t^^\n");
    }
}
