package io.weir.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Where a mistake in an expression is shown. */
class ExpressionPlacesTest {

    private static String yaml(String where, String step) {
        return Samples.GOOD.replace("    steps:\n", "    where: " + where + "\n    steps:\n      - " + step + "\n");
    }

    private static ConfigReader.Result read(String where) {
        return Samples.read(yaml(where, "range: {min: 0}"));
    }

    @Test
    void theMisspeltNameItselfIsPointedAt() {
        assertThat(read("metric == \"flow\" && vlaue > 5").render())
                .contains("there is no name `vlaue`")
                .contains("--> weir.yaml:29:32  (pipelines.climate.where.expr)")
                .contains("""
                        29 |     where: metric == "flow" && vlaue > 5
                           |                                ^^^^^  did you mean `value`?
                        """);
    }

    @Test
    void insideQuotesAndSectionsToo() {
        assertThat(Samples.brief(read("\"1 < vlaue\"")))
                .containsExactly("29:17 unknown-name pipelines.climate.where.expr -> value");
        assertThat(Samples.brief(read("{expr: '1 < vlaue'}")))
                .containsExactly("29:24 unknown-name pipelines.climate.where.expr -> value");
        assertThat(Samples.brief(Samples.read(yaml("true", "map: {value: vlaue * 2, unit: l}"))))
                .containsExactly("31:22 unknown-name pipelines.climate.steps[0].map.value -> value");
        assertThat(Samples.brief(Samples.read(yaml("true", "map: vlaue * 2"))))
                .containsExactly("31:14 unknown-name pipelines.climate.steps[0].map.value -> value");
    }

    @Test
    void whereTheTextDoesNotStandLetterByLetterTheMessageAloneSaysTheColumn() {
        assertThat(read("\"metric == \\\"a\\\" && vlaue > 1\"").render())
                .contains("weir.yaml:29:12 ")
                .contains("(line 1, column 18 of the expression)");
        assertThat(read("|\n      value > 1 &&\n      vlaue < 5").render())
                .contains("weir.yaml:29:12 ")
                .contains("(line 2, column 1 of the expression)");
        assertThat(read("\"${SITE} && vlaue\"").render()).contains("weir.yaml:29:12 ");
    }

    @Test
    void aProgramIsPointedAtTheWordThatItSent() {
        assertThat(read("vlaue > 1").problems())
                .singleElement()
                .extracting(Problem::pointer)
                .isEqualTo("/pipelines/climate/where");
        assertThat(read("{expr: vlaue > 1}").problems())
                .singleElement()
                .extracting(Problem::pointer)
                .isEqualTo("/pipelines/climate/where/expr");
    }

    @Test
    void theShortFormAndTheLongOneAreTheSameConfiguration() {
        GatewayConfig brief = Samples.good(yaml("value > 1", "map: value * 2"));
        GatewayConfig whole = Samples.good(yaml("{expr: value > 1}", "map: {value: value * 2}"));

        assertThat(whole).isEqualTo(brief);
        assertThat(whole.canonical()).isEqualTo(brief.canonical());
        assertThat(Samples.reader()
                        .read("w.json", brief.canonical().getBytes(StandardCharsets.UTF_8), Path.of("/nowhere"))
                        .config())
                .contains(brief);
    }
}
