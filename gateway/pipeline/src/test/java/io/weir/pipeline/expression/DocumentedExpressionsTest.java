package io.weir.pipeline.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What EXPRESSIONS.md shows is so. */
class DocumentedExpressionsTest {

    private static final Pattern BLOCK = Pattern.compile("```text\\n(.*?)```", Pattern.DOTALL);

    private static List<String> block(int number) throws IOException {
        return BLOCK.matcher(page())
                .results()
                .map(result -> result.group(1))
                .toList()
                .get(number)
                .lines()
                .toList();
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("EXPRESSIONS.md"));
    }

    @Test
    void theExamplesAnswerAsItSays() throws IOException {
        assertThat(block(0)).hasSizeGreaterThan(10).allSatisfy(line -> {
            String[] parts = line.split(" => ", 2);
            assertThat(Asked.of(parts[0])).as(parts[0]).isEqualTo(parts[1]);
        });
    }

    @Test
    void theMistakesAreMistakes() throws IOException {
        assertThat(block(1))
                .hasSizeGreaterThan(3)
                .allSatisfy(line -> assertThatThrownBy(() -> Condition.of(line)).isInstanceOf(MistakeException.class));
    }

    @Test
    void everyNameAndFunctionIsThere() throws IOException {
        String page = page();

        assertThat(Vocabulary.READING.names())
                .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
        assertThat(Vocabulary.PAIR.names()).allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
        assertThat(Functions.ALL.keySet()).allSatisfy(name -> assertThat(page).contains("`" + name + "("));
        assertThat(Functions.METHODS).allSatisfy(name -> assertThat(page).contains("`t." + name + "("));
    }

    @Test
    void theLimitsAreAsItSays() throws IOException {
        assertThat(page())
                .contains(String.format(
                        Locale.ROOT,
                        "%,d characters, %,d parts, %d levels of nesting",
                        Parser.MAX_CHARACTERS,
                        Parser.MAX_NODES,
                        Parser.MAX_DEPTH));
    }
}
