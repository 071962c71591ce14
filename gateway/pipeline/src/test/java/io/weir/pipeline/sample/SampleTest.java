package io.weir.pipeline.sample;

import static io.weir.pipeline.Harness.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.Quality;
import io.weir.device.Value;
import io.weir.pipeline.Script;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SampleTest {

    private final Script script = new Script();

    private static Map<?, ?> sample(String keep) {
        return step("sample", "every", "10s", "keep", keep);
    }

    @Test
    void oneReadingStandsForEveryPieceOfTime() {
        script.at(0, 4)
                .at(3_000, 1)
                .at(6_000, 9)
                .at(9_999, 2)
                .at(10_000, 5)
                .at(19_000, 6)
                .at(50_000, 0);

        assertThat(script.through(sample("first"))).containsExactly("0:4.0", "10000:5.0", "50000:0.0");
        assertThat(script.through(sample("last"))).containsExactly("9999:2.0", "19000:6.0");
        assertThat(script.through(sample("min"))).containsExactly("3000:1.0", "10000:5.0");
        assertThat(script.through(sample("max"))).containsExactly("6000:9.0", "19000:6.0");
        assertThat(script.through(sample("mean"))).containsExactly("9999:4.0", "19000:5.5");
    }

    @Test
    void theModelsSampleKeepsTheLast() {
        script.at(0, 4).at(29_999, 1).at(30_000, 2);

        assertThat(script.through(step("sample", "every", "30s"))).containsExactly("29999:1.0");
    }

    @Test
    void lastIsTheNewestWhateverTheOrder() {
        script.at(8_000, 8).at(2_000, 2).at(8_000, 9).at(10_000, 0);

        assertThat(script.through(sample("last"))).containsExactly("8000:9.0");
    }

    @Test
    void whatComesAfterItsPieceIsLate() {
        script.at(5_000, 1).at(15_000, 2).at(9_000, 100).at(25_000, 3);

        assertThat(script.through(sample("max"))).containsExactly("5000:1.0", "15000:2.0");
        assertThat(script.through(sample("first"))).containsExactly("5000:1.0", "15000:2.0", "25000:3.0");
    }

    @Test
    void silenceEndsAPieceWhenItsTimeAndTheIdleTimeAreOver() {
        script.at(4_000, 1, 100_000)
                .tick(115_999)
                .tick(116_000)
                .at(5_000, 2, 120_000)
                .at(12_000, 3, 121_000);
        script.tick(138_999).tick(139_000);

        assertThat(script.through(step("sample", "every", "10s", "idle", "10s")))
                .containsExactly("4000:1.0", "12000:3.0");
    }

    @Test
    void aSlowDeviceIsNotCutOffInTheMidstOfAPiece() {
        script.at(0, 1)
                .tick(600_000)
                .at(600_000, 2)
                .tick(1_200_000)
                .at(3_599_000, 3)
                .at(3_600_000, 4);

        assertThat(script.through(step("sample", "every", "1h", "keep", "mean", "idle", "1m")))
                .containsExactly("3599000:2.0");
    }

    @Test
    void anyValueCanBeFirstOrLastAndTruthsCountAsOneAndZero() {
        script.at(0, "a").at(1, true).at(2, false).at(3, true).at(4, "b").at(10_000, 0);

        assertThat(script.through(sample("first"))).containsExactly("0:a", "10000:0.0");
        assertThat(script.through(sample("last"))).containsExactly("4:b");
        assertThat(script.through(sample("min"))).containsExactly("2:false");
        assertThat(script.through(sample("max"))).containsExactly("1:true");
        assertThat(script.through(sample("mean"))).containsExactly("3:0.6666666666666666");
    }

    @Test
    void theMeanIsAsGoodAsTheWorstOfItsReadings() {
        script.in("Cel")
                .at(0, new Value.Num(1), Quality.UNCERTAIN, 0)
                .at(5_000, 3)
                .at(10_000, 0);

        assertThat(script.fully(sample("mean"))).containsExactly("d/temperature 5000:2.0 Cel UNCERTAIN");
    }

    @Test
    void aMeanThatIsNotFiniteDoesNotPass() {
        script.at(0, Double.MAX_VALUE).at(1, Double.MAX_VALUE).at(10_000, 1).at(20_000, 1);

        assertThat(script.through(sample("mean"))).containsExactly("10000:1.0");
    }

    @Test
    void piecesBefore1970AreAlignedToo() {
        script.at(-10_001, 1).at(-10_000, 2).at(-1, 3).at(0, 4).at(10_000, 5);

        assertThat(script.through(sample("last"))).containsExactly("-10001:1.0", "-1:3.0", "0:4.0");
    }

    @Test
    void theFarthestTimesThereAreWork() {
        script.at(Long.MIN_VALUE, 1, 0)
                .at(Long.MAX_VALUE, 2, 1)
                .at(Long.MIN_VALUE, 3, 2)
                .at(0, 4, 3);

        assertThat(script.through(sample("last")))
                .containsExactly("-9223372036854775808:1.0", "9223372036854775807:2.0", "-9223372036854775808:3.0");
    }

    @Test
    void aClockFiftyYearsAheadThatComesBackSilencesNothing() {
        script.at(1_000, 1, 1_000)
                .at(1_600_000_000_000L, 2, 2_000)
                .at(3_000, 3, 3_000)
                .at(13_000, 4, 13_000);

        assertThat(script.through(sample("last"))).containsExactly("1000:1.0", "1600000000000:2.0", "3000:3.0");
    }

    @Test
    void yesterdaysBacklogBetweenLiveReadingsIsLate() {
        long day = 86_400_000;
        script.at(day, 1, day).at(0, 9, day + 1).at(day + 5_000, 2, day + 5_000).at(1, 9, day + 5_001);
        script.at(day + 10_000, 3, day + 10_000);

        assertThat(script.through(sample("last"))).containsExactly("86405000:2.0");
    }

    @Test
    void aKeyThatIsForgottenLetsGoWhatItHolds() {
        script.of("a", "x").at(0, 1).at(1, 2).of("b", "x").at(2, 3).of("a", "x").at(3, 4);

        assertThat(script.through(step("sample", "every", "10s", "keep", "mean", "max-keys", 1)))
                .containsExactly("1:1.5", "2:3.0");
    }
}
