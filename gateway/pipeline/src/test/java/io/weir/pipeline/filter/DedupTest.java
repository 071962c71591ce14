package io.weir.pipeline.filter;

import static io.weir.pipeline.Harness.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.Value;
import io.weir.pipeline.Script;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DedupTest {

    private final Script script = new Script();

    @Test
    void theSameAgainIsARepeatAndAnythingElseIsNot() {
        script.at(0, 1, 10)
                .at(0, 1, 20)
                .at(0, 2, 30)
                .at(1, 1, 40)
                .of("e", "temperature")
                .at(0, 1, 50);
        script.of("e", "x").at(0, 1, 60).at(0, 1, 70);

        assertThat(script.through(step("dedup", "within", "1m")))
                .containsExactly("0:1.0", "0:2.0", "1:1.0", "0:1.0", "0:1.0");
    }

    @Test
    void onlyTheChosenFieldsCount() {
        script.at(0, 1).at(1, 2).of("e", "x").at(2, 2);

        assertThat(script.through(step("dedup", "by", List.of("value"), "within", "1m")))
                .containsExactly("0:1.0", "1:2.0");
        assertThat(script.through(step("dedup", "by", "device", "within", "1m")))
                .containsExactly("0:1.0", "2:2.0");
    }

    @Test
    void kindsOfValuesAreNotMixedUp() {
        script.at(0, 0.0).at(0, false).at(0, "").at(0, -0.0).at(0, "a").at(0, "a");

        assertThat(script.through(step("dedup", "within", "1m"))).containsExactly("0:0.0", "0:false", "0:", "0:a");
    }

    @Test
    void afterTheTimeSinceTheFirstItPassesAgain() {
        script.at(-5, 1, 0)
                .at(-5, 1, 30_000)
                .at(-5, 1, 59_999)
                .at(-5, 1, 60_000)
                .at(-5, 1, 119_999);

        assertThat(script.through(step("dedup", "within", "1m"))).containsExactly("-5:1.0", "-5:1.0");
    }

    @Test
    void wrongClocksOfDevicesDoNotMatter() {
        script.at(1_600_000_000_000L, 1, 0)
                .at(0, 1, 1)
                .at(1_600_000_000_000L, 1, 2)
                .at(0, 1, 3);

        assertThat(script.through(step("dedup", "within", "1m"))).containsExactly("1600000000000:1.0", "0:1.0");
    }

    @Test
    void theGatewaysClockSetBackProlongsNothing() {
        script.at(0, 1, 1_000_000).at(1, 9, 500_000).at(0, 1, 530_000).at(0, 1, 560_000);

        assertThat(script.through(step("dedup", "within", "1m"))).containsExactly("0:1.0", "1:9.0", "0:1.0");
    }

    @Test
    void theOldestAreForgottenWhenThereAreTooMany() {
        script.at(0, 1).at(0, 2).at(0, 1).at(0, 3).at(0, 1).at(0, 3);

        assertThat(script.through(step("dedup", "within", "1m", "max-keys", 2)))
                .containsExactly("0:1.0", "0:2.0", "0:3.0", "0:1.0");
    }

    /** Against a list of all readings and when they passed. */
    @Test
    void givesWhatAListOfAllThatPassedGives() {
        for (int seed = 0; seed < 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Script stream = new Script();
            Map<String, Long> passedAt = new LinkedHashMap<>();
            List<String> expected = new ArrayList<>();
            long now = -50_000;
            for (int i = 0; i < 300; i++) {
                now += random.nextInt(400);
                long time = random.nextInt(40);
                double value = random.nextInt(3);
                stream.at(time, new Value.Num(value), now);
                String line = time + ":" + value;
                Long before = passedAt.get(line);
                if (before == null || now - before >= 10_000) {
                    passedAt.put(line, now);
                    expected.add(line);
                }
            }

            assertThat(stream.through(step("dedup", "within", "10s")))
                    .as("seed %d", seed)
                    .isEqualTo(expected);
        }
    }
}
