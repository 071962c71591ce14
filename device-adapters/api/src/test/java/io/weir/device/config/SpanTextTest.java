package io.weir.device.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanTextTest {

    @ParameterizedTest
    @CsvSource({"PT0S, 0s", "PT0.3S, 300ms", "PT5S, 5s", "PT90S, 90s", "PT5M, 5m", "PT24H, 1d", "PT25H, 25h"})
    void isExactAsInAConfiguration(Duration length, String text) {
        assertThat(SpanText.of(length)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0.32S, 0 s",
        "PT10.32S, 10 s",
        "PT3M20.9S, 3 min 20 s",
        "PT23H59M59S, 23 h 59 min",
        "PT99H30M, 4 d 3 h"
    })
    void isAboutInAtMostTwoUnits(Duration length, String text) {
        assertThat(SpanText.about(length)).isEqualTo(text);
    }
}
