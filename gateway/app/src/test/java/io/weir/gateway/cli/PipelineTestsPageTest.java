package io.weir.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What PIPELINE-TESTS.md shows is what happens. */
final class PipelineTestsPageTest {

    private static final Path PAGE = Path.of("PIPELINE-TESTS.md");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private static String block(String language, int number) throws IOException {
        List<String> blocks = Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE))
                .results()
                .map(result -> result.group(1))
                .toList();
        return blocks.get(number);
    }

    private int test(Object... arguments) {
        Stream<Object> all =
                Stream.concat(Stream.of("pipeline", "test", "examples/climate.yaml"), Stream.of(arguments));
        return Main.execute(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                all.map(String::valueOf).toArray(String[]::new));
    }

    @Test
    void theRecordedReadingsGiveTheRecordsAndTheCounts() throws IOException {
        Path input = Files.writeString(folder.resolve("in.jsonl"), block("jsonl", 0));

        assertThat(test("--input", input, "--pipeline", "climate", "--from", "field"))
                .as(err.toString())
                .isZero();

        assertThat(out.toString()).startsWith(block("jsonl", 1));
        assertThat(err.toString()).isEqualTo(block("text", 0));
    }

    @Test
    void theTestsSucceed() throws IOException {
        assertThat(test("--tests", Files.writeString(folder.resolve("tests.yaml"), block("yaml", 0))))
                .as(out.toString() + err)
                .isZero();
    }
}
