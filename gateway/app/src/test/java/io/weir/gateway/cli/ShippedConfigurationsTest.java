package io.weir.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every configuration that a user gets from us is one that {@code weir check} finds nothing wrong with. */
final class ShippedConfigurationsTest {

    private static final Path EXAMPLES = Path.of("examples");
    private static final Path OF_THE_PACKAGE = Path.of("src/deb/weir.yaml");
    private static final Pattern YAML_BLOCK = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("shipped")
    void isFine(Path file) {
        StringWriter complaints = new StringWriter();

        int exit = check(file, complaints);

        assertThat(complaints.toString()).isEmpty();
        assertThat(exit).isZero();
    }

    static Stream<Path> shipped() throws IOException {
        try (Stream<Path> examples = Files.list(EXAMPLES)) {
            List<Path> files = examples.sorted().toList();
            return Stream.concat(files.stream(), Stream.of(OF_THE_PACKAGE, Path.of("src/pi/gateway.yaml")));
        }
    }

    @Test
    void aMistakeInOneIsFound() throws IOException {
        String text = Files.readString(EXAMPLES.resolve("first.yaml"));
        Path broken = Files.writeString(folder.resolve("broken.yaml"), text.replace("listen:", "lisen:"));
        StringWriter complaints = new StringWriter();

        int exit = check(broken, complaints);

        assertThat(exit).isEqualTo(2);
        assertThat(complaints.toString()).contains("lisen").contains("listen");
    }

    @Test
    void thePackageReachesNobodyBeyondThisComputer() throws IOException {
        List<String> listeners = Files.readAllLines(OF_THE_PACKAGE).stream()
                .filter(line -> line.matches("\\s*listen:.*"))
                .toList();

        assertThat(listeners).isNotEmpty().allMatch(line -> line.contains("\"127.0.0.1:"));
    }

    @Test
    void theReadmeShowsPartsOfTheExamples() throws IOException {
        String readme = Files.readString(Path.of("../../README.md"));
        String examples = bare(Files.readString(EXAMPLES.resolve("first.yaml")))
                + bare(Files.readString(EXAMPLES.resolve("climate.yaml")));

        List<String> parts = YAML_BLOCK
                .matcher(readme)
                .results()
                .map(ShippedConfigurationsTest::lines)
                .toList();

        assertThat(parts).isNotEmpty().allSatisfy(part -> assertThat(examples).contains(part));
    }

    private static String lines(MatchResult block) {
        return bare(block.group(1));
    }

    /** Without comments, and so without what a README has no room for. */
    private static String bare(String yaml) {
        StringBuilder bare = new StringBuilder();
        yaml.lines()
                .map(line -> line.replaceFirst("\\s*#.*", ""))
                .filter(line -> !line.isBlank())
                .forEach(line -> bare.append(line).append('\n'));
        return bare.toString();
    }

    private static int check(Path file, StringWriter complaints) {
        return Main.execute(
                new PrintWriter(new StringWriter()), new PrintWriter(complaints, true), "check", file.toString());
    }
}
