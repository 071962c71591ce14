package io.weir.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class FlashWearTest {

    private static final Percentage ROUGHLY = Percentage.withPercentage(1);

    @Test
    void aReadingCommittedAloneCostsTwentyTimesItsSize() {
        double alone = FlashWear.perYear(100, Duration.ZERO, FlashWear.COMMIT_BYTES);
        double payload = 100.0 * FlashWear.READING_BYTES * Duration.ofDays(365).toSeconds();

        assertThat(alone / payload).isBetween(20.0, 25.0);
        assertThat(FlashWear.perYear(100, Duration.ofSeconds(1), FlashWear.COMMIT_BYTES) / payload)
                .isLessThan(2);
        assertThat(FlashWear.perYear(1, Duration.ofMillis(1), 1000))
                .as("there are no more commits than readings")
                .isCloseTo((1000.0 + 200) * 31_536_000, ROUGHLY);
    }

    @Test
    void whatWasSeenIsProjectedOnceItIsAMinute() {
        assertThat(FlashWear.perYear(1000, 59_999)).isZero();
        assertThat(FlashWear.perYear(1000, 3_600_000)).isCloseTo(1000.0 * 24 * 365, ROUGHLY);
    }

    @Test
    void checkSaysTheRateItAssumesAndAdvisesOnlyThoseWhoGainByIt() {
        List<String> hasty = FlashWear.lines(Duration.ZERO);
        assertThat(hasty).hasSize(2);
        assertThat(hasty.get(0)).contains("14.5 TB a year", "100 readings a second", "commit-every is 0ms");
        assertThat(hasty.get(1)).contains("250ms would write 1.2 TB", "1s 0.8 TB");
        assertThat(FlashWear.lines(Duration.ofMillis(500))).hasSize(1);
    }
}
