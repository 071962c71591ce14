package io.weir.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page that describes the steps shows each of them in a way that {@code weir check} finds nothing wrong with. */
final class StepsPageTest {

    private static final Path PAGE = Path.of("../pipeline/STEPS.md");
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    @Test
    void everyExampleIsFine() throws IOException {
        List<String> examples = EXAMPLE.matcher(Files.readString(PAGE))
                .results()
                .map(block -> block.group(1))
                .toList();

        assertThat(examples)
                .isNotEmpty()
                .allSatisfy(steps -> assertThat(complaints(steps)).isEmpty());
    }

    @Test
    void aMistakeInOneWouldBeFound() throws IOException {
        assertThat(complaints("- deadbend: {abs: 0.2}\n")).contains("deadbend").contains("deadband");
    }

    private String complaints(String steps) throws IOException {
        String configuration = Files.readString(Path.of("examples/first.yaml"))
                .replace("raw: {from: field, steps: []}", "raw:\n    from: field\n    steps:\n" + steps.indent(6));
        Path file = Files.writeString(folder.resolve("steps.yaml"), configuration);
        Files.writeString(folder.resolve("devices.csv"), "device,scale,offset,unit\nd001,1.02,-0.3,Cel\n");
        StringWriter complaints = new StringWriter();
        Main.execute(new PrintWriter(new StringWriter()), new PrintWriter(complaints, true), "check", file.toString());
        return complaints.toString();
    }
}
