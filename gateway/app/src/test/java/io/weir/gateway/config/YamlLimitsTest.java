package io.weir.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlLimitsTest {

    @Test
    void aKeyThatStandsTwiceIsReportedWithBothPlaces() {
        ConfigReader.Result result =
                Samples.read("gateway: {id: a, data-dir: d}\nbuffer: {max-age: 1d,\n  max-age: 2d}\n");

        assertThat(Samples.brief(result)).containsExactly("3:3 duplicate-key ");
        assertThat(result.problems().get(0).message()).contains("max-age", "line 2, column 10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- ", "&a [", "? "})
    void depthIsLimitedBeforeTheStackIs(String opening) {
        ConfigReader.Result result = Samples.read(opening.repeat(150_000));

        assertThat(result.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.code()).isIn("depth", "syntax"));
    }

    @Test
    void aBombOfAliasesIsRefused() {
        StringBuilder yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            String alias = "*a" + (i - 1) + ", ";
            yaml.append("a")
                    .append(i)
                    .append(": &a")
                    .append(i)
                    .append(" [")
                    .append(alias.repeat(10))
                    .append("]\n");
        }

        assertThat(Samples.brief(Samples.read(yaml.toString())))
                .singleElement()
                .asString()
                .contains(" limit ");
    }

    @Test
    void aliasesAreFollowedOtherwise() {
        GatewayConfig config = Samples.good("""
                gateway: {id: a, data-dir: d}
                x-batch: &batch {max-records: 7}
                uplinks:
                  one: {type: http, url: "http://h/", streams: p, batch: *batch}
                  two: {type: http, url: "http://h/", streams: p, batch: *batch}
                pipelines: {p: {from: c, steps: []}}
                adapters: {c: {type: gpio}}
                """);

        assertThat(config.settings()
                        .section("uplinks")
                        .section("two")
                        .section("batch")
                        .whole("max-records"))
                .isEqualTo(7);
    }

    @Test
    void anAnchorCannotContainItself() {
        assertThat(Samples.brief(Samples.read("a: &x [*x]"))).containsExactly("1:8 syntax ");
    }

    @Test
    void aFileOfMoreThanOneMebibyteIsNotParsed() {
        assertThat(Samples.brief(Samples.read("#".repeat((1 << 20) + 1)))).containsExactly("0:0 too-large ");
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        byte[] latin1 = "gateway: {id: \u00e4}".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(Samples.brief(Samples.reader().read("w.yaml", latin1, Path.of("/nowhere"))))
                .containsExactly("0:0 encoding ");
    }

    @Test
    void aSecondDocumentATagAndABrokenLineAreShownWhereTheyStand() {
        assertThat(Samples.brief(Samples.read("a: 1\n---\nb: 2\n"))).containsExactly("2:1 syntax ");
        assertThat(Samples.brief(Samples.read("a: !!java.net.URL [x]"))).containsExactly("1:4 syntax ");
        assertThat(Samples.brief(Samples.read("a: [1, 2\nb: 3\n"))).containsExactly("2:2 syntax ");
        assertThat(Samples.brief(Samples.read("- a\n"))).containsExactly("1:1 type ");
        assertThat(Samples.brief(Samples.read(""))).containsExactly("0:0 missing ");
    }

    /** Whatever the bytes are, they are answered with problems or a configuration. */
    @Test
    void mutilatedFilesNeverThrow() {
        Mutilation.check(Samples.reader(), Samples.GOOD, 3_000);
    }
}
