package io.weir.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.ByteSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables of {@code lookup} that stand in files of their own. */
class TableFilesTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private ConfigReader.Result read(String lookup) {
        String yaml = "gateway: {id: a, data-dir: d}\npipelines:\n  p:\n    from: f\n    steps:\n      - lookup: "
                + lookup + "\nadapters: {f: {type: gpio}}\n";
        return Samples.reader().read("weir.yaml", yaml.getBytes(StandardCharsets.UTF_8), folder);
    }

    private void file(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private List<String> messages(String lookup) {
        return read(lookup).problems().stream().map(Problem::message).toList();
    }

    private GatewayConfig good(String lookup) {
        ConfigReader.Result result = read(lookup);
        return result.config().orElseThrow(() -> new AssertionError(result.render()));
    }

    private static String rows(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "d" + i + "," + i + ".5,-1,Cel\n")
                .collect(Collectors.joining("", "device,scale,offset,unit\n", ""));
    }

    @Test
    void rowsOfAFileAreTheSameAsRowsInTheConfiguration() throws IOException {
        String inline = "{table: {\"d,1\": {scale: 1.02, offset: -0.3, unit: Cel}, d2: {unit: a\"b}, d3: {}}}";
        file("devices.csv", "\uFEFFunit,device,scale,offset\r\nCel,\"d,1\",1.02,-0.3\r\n\r\n\"a\"\"b\",d2,,\r\n,d3,,");
        file(
                "devices.json",
                "{\"d,1\": {\"scale\": 1.02, \"offset\": -0.3, \"unit\": \"Cel\"},"
                        + " \"d2\": {\"unit\": \"a\\\"b\"}, \"d3\": {}}");

        assertThat(good("{table: {file: devices.csv}}")).isEqualTo(good(inline));
        assertThat(good("{table: {file: devices.json}}").hash())
                .isEqualTo(good(inline).hash());
        assertThat(good("{table: {file: \"" + folder.resolve("devices.csv") + "\"}}"))
                .isEqualTo(good(inline));
    }

    @Test
    void aRowMayBeNamedLikeAWordOfAnother() throws IOException {
        file("t.csv", "device,unit\nd1,Cel\nd1.unit,V\n");

        assertThat(good("{table: {file: t.csv}}")).isEqualTo(good("{table: {d1: {unit: Cel}, d1.unit: {unit: V}}}"));
    }

    @ParameterizedTest
    @CsvSource({"metric,'metric,scale\nt,2',t", "device/metric,'metric,scale,device\nt,2,d1',d1/t"})
    void theKeySaysWhichColumnsNameARow(String key, String text, String row) throws IOException {
        file("t.csv", text);

        assertThat(good("{key: " + key + ", table: {file: t.csv}}"))
                .isEqualTo(good("{key: " + key + ", table: {" + row + ": {scale: 2}}}"));
    }

    @Test
    void everyMistakeOfATableIsToldWithItsPlace() throws IOException {
        file("t.csv", "device,scal,offset,unit,offset\nd1,1,2,Cel,\nd2,,\"0,2\",,\n,1,1,,\nd1,1,1,,\nd3,1\n");

        assertThat(messages("{table: {file: t.csv}}"))
                .containsExactlyInAnyOrder(
                        "t.csv:1:8: unknown column `scal`",
                        "t.csv:1:25: the key `offset` stands here a second time; the first is at line 1, column 13",
                        "t.csv:3:5: expected a number, got `0,2` (d2.offset)",
                        "t.csv:4:1: the device of this row is missing",
                        "t.csv:5:1: the key `d1` stands here a second time; the first is at line 2, column 1",
                        "t.csv:6:1: has 2 columns; the first line has 5");
        ConfigReader.Result result = read("{table: {file: t.csv}}");
        assertThat(result.problems()).extracting(Problem::suggestion).contains("scale", "0.2");
        assertThat(result.problems()).allSatisfy(problem -> {
            assertThat(problem.line()).isEqualTo(6);
            assertThat(problem.pointer()).isEqualTo("/pipelines/p/steps/0/lookup/table/file");
        });
        assertThat(result.render()).contains("did you mean `scale`?", "weir.yaml:6:");
    }

    @Test
    void mistakesOfAJsonFileAreToldWithTheirPlacesToo() throws IOException {
        file("t.json", "{\"d1\": {\"scale\": \"x\"},\n \"d1\": {},\n \"a/b\": {\"ofset\": 1}}");

        assertThat(messages("{key: device/metric, table: {file: t.json}}"))
                .containsExactlyInAnyOrder(
                        "t.json:1:18: expected a number, got `x` (d1.scale)",
                        "t.json:2:2: the key `d1` stands here a second time; the first is at line 1, column 2",
                        "t.json:3:10: unknown key `ofset` in table.a/b (a/b.ofset)",
                        "t.json:1:2: d1 names no device/metric (d1)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'dev,scale\nd1,2' | t.csv:1:1: the column `device` is missing; columns are separated by commas",
                "'device,scale\nd1,\"2\n' | this is no CSV",
                "'' | t.csv: there is nothing to read",
            })
    void aFileThatIsNoTableIsSaidToBeNone(String text, String words) throws IOException {
        file("t.csv", text);

        assertThat(messages("{table: {file: t.csv}}"))
                .anySatisfy(line -> assertThat(line).contains(words.strip()));
    }

    @Test
    void aFileThatIsNotThereOrNotMeantIsAProblem() throws IOException {
        file("t.csv", "device\n");

        assertThat(messages("{table: {file: missing.csv}}"))
                .singleElement()
                .asString()
                .contains("at each start", "missing.csv", "is not there", folder.toString());
        assertThat(messages("{table: {file: t.txt}}"))
                .singleElement()
                .asString()
                .contains("NAME.csv or NAME.json");
        assertThat(messages("{table: {file: t.csv, d1: {scale: 2}}}"))
                .singleElement()
                .asString()
                .contains("not both");
    }

    @Test
    void aFileHoldsTenThousandRowsAndAMebibyteAtMost() throws IOException {
        file("most.csv", rows(10_000));
        file("rows.csv", rows(10_001));
        file("bytes.csv", "device\n" + "x".repeat(1 << 20));
        file("bytes.json", "{\"a\":{\"scale\":1," + " ".repeat(1 << 20) + "\"offset\":1}}");

        assertThat(good("{table: {file: most.csv}}").canonical()).contains("\"d9999\":{\"offset\":-1.0");
        assertThat(messages("{table: {file: rows.csv}}")).containsExactly("rows.csv:10002:1: more than 10000 rows");
        assertThat(messages("{table: {file: bytes.csv}}"))
                .singleElement()
                .asString()
                .contains("1 MiB");
        assertThat(messages("{table: {file: bytes.json}}"))
                .singleElement()
                .asString()
                .contains("1 MiB");
    }

    @Test
    void problemsOfATableDoNotBuryTheOthers() throws IOException {
        file("t.csv", rows(500).replace(",-1,", ",x,"));

        assertThat(messages("{table: {file: t.csv}}")).hasSize(101).last().isEqualTo("t.csv: 400 more problems");
    }

    @ParameterizedTest
    @CsvSource({"'[{\"lookup\":{\"table\":{\"file\":\"t.csv\"}}}]'", "'{\"lookup\":{\"table\":{\"file\":\"t.csv\"}}}'"})
    void aDocumentFromAfarMayNotNameAFile(String steps) throws IOException {
        file("t.csv", "device,scale\nd1,2\n");
        Document own = read("{table: {file: t.csv}}").document();
        Document layer = ConfigReader.parse(
                        ("{\"pipelines\":{\"p\":{\"steps\":" + steps + "}}}").getBytes(StandardCharsets.UTF_8),
                        ByteSize.ofKibibytes(256))
                .document()
                .orElseThrow();

        assertThat(Samples.reader().check(own, folder).problems()).isEmpty();
        assertThat(Samples.reader().check(Layers.merge(own, layer), folder).problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo("protected");
                    assertThat(problem.message()).contains("file of a table", "the rows themselves");
                    assertThat(problem.pointer()).endsWith("/lookup/table/file");
                });
    }

    @Test
    void theSchemaForEditorsKnowsThatATableMayBeAFile() {
        assertThat(Json.write(Schema.of(Samples.reader().shape())))
                .contains(Json.write(TableFiles.NAME).replaceAll("^\"|\"$", ""));
    }
}
