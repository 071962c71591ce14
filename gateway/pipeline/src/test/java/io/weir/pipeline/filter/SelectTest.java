package io.weir.pipeline.filter;

import static io.weir.pipeline.Harness.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.pipeline.Script;
import io.weir.pipeline.step.Glob;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectTest {

    private final Script script = new Script()
            .of("pump-1", "flow")
            .at(0, 1)
            .of("pump-1", "temperature")
            .at(1, "text too")
            .of("fan", "flow.mean")
            .at(2, true);

    @Test
    void keepsTheChosenMetricsOfTheChosenDevices() {
        assertThat(script.through(step("select", "metrics", List.of("flow", "flow.*"))))
                .containsExactly("0:1.0", "2:true");
        assertThat(script.through(step("select", "devices", "pump-*"))).containsExactly("0:1.0", "1:text too");
        assertThat(script.through(step("select", "devices", "pump-*", "metrics", "flow*")))
                .containsExactly("0:1.0");
    }

    @Test
    void dropKeepsTheOthers() {
        assertThat(script.through(step("select", "devices", "pump-*", "metrics", "flow*", "drop", true)))
                .containsExactly("1:text too", "2:true");
    }

    @ParameterizedTest
    @CsvSource({
        "abc, abc, true",
        "abc, abcd, false",
        "abc, ab, false",
        "*, abc, true",
        "*, '', true",
        "a*c, ac, true",
        "a*c, abcbc, true",
        "a*c, abcb, false",
        "*b*, abc, true",
        "*b*, ac, false",
        "a**c, abc, true",
        "*ab, aab, true",
        "a?c, abc, false",
        "*.mean, temperature.mean, true"
    })
    void starStandsForAnyCharacters(String pattern, String name, boolean matches) {
        assertThat(new Glob(pattern).matches(name)).isEqualTo(matches);
    }

    @Test
    void aPatternOfManyStarsTakesNoTimeToSpeakOf() {
        assertThat(new Glob("*a".repeat(120) + "b").matches("a".repeat(255))).isFalse();
    }
}
