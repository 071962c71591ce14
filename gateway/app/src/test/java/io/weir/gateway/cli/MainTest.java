package io.weir.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.buffer.Entry;
import io.weir.buffer.Group;
import io.weir.buffer.Keys;
import io.weir.buffer.LogConfig;
import io.weir.buffer.RecordLog;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What scripts rely on: exit codes and the form of what is printed. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class MainTest {

    private static final String GOOD = """
            gateway: {id: gw-1, data-dir: DATA, dashboard: {listen: "127.0.0.1:0"}}
            adapters:
              field:
                type: mqtt
                listen: "127.0.0.1:0"
                topics: [{topic: "bench/{device}", decode: {format: json, metric: seq, value: $.seq}}]
            pipelines:
              raw: {from: field, steps: []}
            uplinks:
              out: {type: file, path: ./out, streams: [raw]}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int weir(Object... arguments) {
        String[] texts = Stream.of(arguments).map(String::valueOf).toArray(String[]::new);
        return Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), texts);
    }

    private Path config(String text) throws IOException {
        return Files.writeString(
                folder.resolve("weir.yaml"),
                text.replace("DATA", folder.resolve("data").toString()));
    }

    @Test
    void checkShowsWhatIsWrongInTheFileOfATable() throws IOException {
        Path file = config(GOOD.replace("steps: []", "steps: [{lookup: {table: {file: devices.csv}}}]"));

        assertThat(weir("check", file)).isEqualTo(Exit.BAD_INPUT);
        Files.writeString(folder.resolve("devices.csv"), "device,scale\nd1,1.5\nd2,1.5x\n");
        assertThat(weir("check", file)).isEqualTo(Exit.BAD_INPUT);
        Files.writeString(folder.resolve("devices.csv"), "device,scale\nd1,1.5\nd2,1.5\n");
        assertThat(weir("check", file)).isEqualTo(Exit.DONE);

        assertThat(err.toString())
                .contains("is not there", "devices.csv:3:4: expected a number, got `1.5x` (d2.scale)");
        assertThat(out.toString()).contains("is fine");
    }

    @Test
    void aGoodFileIsFineAndItsCostIsEstimated() throws IOException {
        assertThat(weir("check", config(GOOD))).as(err.toString()).isZero();

        assertThat(out.toString()).contains("is fine.");
        assertThat(out.toString().lines().count()).isGreaterThan(1);
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void everyMistakeOfABadFileIsShownWithItsPlace() throws IOException {
        String bad = GOOD.replace("from: field", "from: feild").replace("  out: {type: file", "  out: {type: flie");

        assertThat(weir("check", config(bad))).isEqualTo(2);

        assertThat(err.toString())
                .containsPattern("weir\\.yaml:8:\\d+")
                .containsPattern("weir\\.yaml:10:\\d+")
                .contains("^", "field", "file");
    }

    @Test
    void aFileThatIsNotThereIsBadInput() {
        assertThat(weir("check", folder.resolve("none.yaml"))).isEqualTo(2);
        assertThat(weir("run", folder.resolve("none.yaml"))).isEqualTo(2);
        assertThat(weir("buffer", "ls", folder.resolve("none"))).isEqualTo(2);
        assertThat(weir("buffer")).isEqualTo(2);
        assertThat(weir("no-such-command")).isEqualTo(2);
        assertThat(err.toString()).contains("none.yaml").doesNotContain("bug");
    }

    @Test
    void aLedgerOfADirectoryThatIsNotThereIsBadInput() {
        assertThat(weir("ledger", folder.resolve("none"))).isEqualTo(2);
        assertThat(err.toString()).contains("none").doesNotContain("bug");
    }

    @Test
    void theSchemaIsAJsonDocumentThatNamesTheSections() throws IOException {
        assertThat(weir("schema")).isZero();

        JsonNode schema = new ObjectMapper().readTree(out.toString());
        assertThat(schema.path("properties").has("gateway")).isTrue();
        assertThat(schema.path("properties").has("uplinks")).isTrue();
    }

    @Test
    void aBufferCanBeListedVerifiedPrintedAndBalanced() throws Exception {
        Path data = store(20);

        assertThat(weir("buffer", "ls", data)).isZero();
        assertThat(out.toString()).contains("raw 20", "(marks)");
        out.getBuffer().setLength(0);
        assertThat(weir("buffer", "verify", data)).isZero();
        assertThat(out.toString()).contains("0 damaged ranges");
        out.getBuffer().setLength(0);
        assertThat(weir("buffer", "cat", data, "--stream", "raw")).isZero();
        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSize(20);
        JsonNode last = new ObjectMapper().readTree(lines.get(19));
        assertThat(last.path("device").asText()).isEqualTo("d1");
        assertThat(last.path("v").asDouble()).isEqualTo(19);
        assertThat(last.path("id").asText()).startsWith("gw-1/");
        out.getBuffer().setLength(0);
        assertThat(weir("ledger", data)).isZero();
        JsonNode ledger = new ObjectMapper().readTree(out.toString());
        assertThat(ledger.path("balanced").asBoolean()).isTrue();
        assertThat(ledger.at("/adapters/field/messages").asLong()).isEqualTo(20);
        assertThat(weir("buffer", "cat", data, "--stream", "none")).isEqualTo(2);
        assertThat(err.toString()).contains("raw");
    }

    @Test
    void damageIsNamedAndEndsWithFour() throws Exception {
        Path data = store(2000);
        damage(data.resolve("buffer"));

        assertThat(weir("buffer", "verify", data)).as(out.toString()).isEqualTo(4);
    }

    /** Overwrites what the largest file holds, except its beginning. */
    private static void damage(Path buffer) throws IOException {
        Path largest;
        try (Stream<Path> all = Files.walk(buffer)) {
            largest = all.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().contains("seg"))
                    .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(largest);
        try (RandomAccessFile file = new RandomAccessFile(largest.toFile(), "rw")) {
            for (int at = 0; at < bytes.length - 8; at++) {
                // The device's name and metric stand in every block of records.
                if (bytes[at] == 'd' && bytes[at + 1] == '1') {
                    file.seek(at);
                    file.write('X');
                }
            }
        }
    }

    @Test
    void aDirectoryThatAnotherGatewayHasOpenEndsTheStartWithThree() throws Exception {
        Path data = store(1);
        try (RecordLog held = RecordLog.open(data.resolve("buffer"), LogConfig.defaults(Clock.systemUTC(), 1))) {
            assertThat(weir("run", config(GOOD))).isEqualTo(3);
            assertThat(held.stats().next().value()).isPositive();
        }
        assertThat(err.toString()).contains("error:").doesNotContain("bug");
    }

    @Test
    void anEncryptedBufferIsNotOpenedWithoutItsKey() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        byte[] key = new byte[Keys.KEY_BYTES];
        LogConfig encrypted = LogConfig.defaults(Clock.systemUTC(), 1).withKeys(Keys.of(key, List.of()));
        try (RecordLog log = RecordLog.open(data.resolve("buffer"), encrypted)) {
            log.append(new Group(List.of(new Entry(16, 0, ByteBuffer.allocate(9)))));
            log.commit();
        }

        assertThat(weir("run", config(GOOD))).isEqualTo(2);
        assertThat(err.toString())
                .contains("encrypted with the key whose id is", "no key is given", "buffer.encryption");

        Files.writeString(folder.resolve("wrong.key"), "11".repeat(32));
        assertThat(weir("run", config(GOOD + "\nbuffer: {encryption: {key: {file: wrong.key}}}\n")))
                .isEqualTo(2);
        assertThat(err.toString()).contains("the ids of the given keys are [").doesNotContain("1111");

        Files.writeString(folder.resolve("short.key"), "beef");
        assertThat(weir("run", config(GOOD + "\nbuffer: {encryption: {key: {file: short.key}}}\n")))
                .isEqualTo(3);
        assertThat(err.toString()).contains("{file: short.key} holds no key").doesNotContain("beef");

        assertThat(weir("buffer", "ls", data)).isEqualTo(2);
    }

    /** A data directory as a gateway leaves it that has stored this many readings. */
    private Path store(int readings) throws IOException {
        Path data = folder.resolve("data");
        try (Stored stored = new Stored(data)) {
            stored.send(readings);
        }
        return data;
    }
}
