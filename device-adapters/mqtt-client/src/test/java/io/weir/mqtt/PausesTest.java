package io.weir.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PausesTest {

    @Test
    void growsToTheLongestWithJitterOfAtMostHalf() {
        Pauses pauses = new Pauses(Duration.ofSeconds(1), Duration.ofSeconds(60), new SplittableRandom(7));

        for (long span = 1000; span < 60_000; span *= 2) {
            assertThat(pauses.next()).isBetween(Duration.ofMillis(span / 2), Duration.ofMillis(span));
        }
        assertThat(pauses.next()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
        pauses.reset();
        assertThat(pauses.next()).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }
}
