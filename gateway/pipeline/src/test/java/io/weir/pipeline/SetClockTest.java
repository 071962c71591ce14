package io.weir.pipeline;

import static io.weir.pipeline.Harness.clockSet;
import static io.weir.pipeline.Harness.measured;
import static io.weir.pipeline.Harness.step;
import static io.weir.pipeline.Harness.ticked;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.DeviceId;
import io.weir.device.Quality;
import io.weir.device.Reading;
import io.weir.device.TimeQuality;
import io.weir.device.TimeQuality.Origin;
import io.weir.device.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What happens to pipelines when the gateway's clock is set, by seconds or by fifty years. */
class SetClockTest {

    private static final long FIFTY_YEARS = 50L * 365 * 86_400_000;
    private static final TimeQuality WRONG = new TimeQuality(Origin.PROVISIONAL, 2);
    private static final TimeQuality RIGHT = new TimeQuality(Origin.GATEWAY, 3);

    private final List<Harness.Event> events = new ArrayList<>();

    static Stream<Map<?, ?>> steps() {
        return Stream.concat(
                EveryStepTest.steps(),
                Stream.of(
                        step("window", "size", "5s", "every", "1s", "lateness", "2s", "late", true),
                        step("window", "size", "5s", "by", List.of(), "idle", "10s"),
                        step("window", "gap", "3s", "max", "1m", "allowed-lateness", "2s"),
                        step("window", "count", 5, "every", 2),
                        step(
                                "join",
                                "metric",
                                "m0",
                                "with",
                                "m1",
                                "within",
                                "2s",
                                "value",
                                "left - right",
                                "as",
                                "c")));
    }

    /** A reading that brought its time along while the gateway's clock showed something else. */
    private static Reading ownTime(SplittableRandom random, long now, long shownMillis, int era) {
        return new Reading(
                new DeviceId("d" + random.nextInt(3)),
                "m" + random.nextInt(2),
                now - (random.nextInt(4) == 0 ? random.nextInt(8_000) : 0),
                new Value.Num(random.nextInt(100)),
                "Cel",
                Quality.GOOD,
                shownMillis,
                new TimeQuality(Origin.UNCHECKED, era));
    }

    private static List<Harness.Event> life(long seed, boolean clockIsSet) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Harness.Event> life = new ArrayList<>();
        long now = 1_700_000_000_000L;
        long wrongBy = 0;
        int era = 1;
        for (int i = 0; i < 300; i++) {
            now += random.nextInt(1_500);
            int chance = random.nextInt(30);
            long by = (random.nextInt(3) - 1) * FIFTY_YEARS + random.nextInt(100_000);
            if (chance == 0 && clockIsSet) {
                life.add(clockSet(by));
                wrongBy += by;
                era++;
            } else if (chance == 1) {
                life.add(ticked(now + wrongBy));
            } else if (chance > 1) {
                life.add(measured(ownTime(random, now, now + wrongBy, era)));
            }
        }
        return life;
    }

    private static List<String> withoutArrivals(List<String> output) {
        return output.stream()
                .map(line -> line.replaceAll("arrivalMillis=-?\\d+", "").replaceAll("era=\\d+", ""))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("steps")
    void changesNoResultOfDataThatCarriesItsOwnTime(Map<?, ?> step) {
        for (int seed = 0; seed < 20; seed++) {
            PipelineSpec spec = Given.pipeline("p", step);
            List<String> undisturbed = Harness.run(spec, life(seed, false));

            assertThat(withoutArrivals(Harness.run(spec, life(seed, true))))
                    .as("seed " + seed)
                    .isEqualTo(withoutArrivals(undisturbed));
        }
    }

    private void stamped(String device, long timeMillis, double value, TimeQuality quality) {
        events.add(measured(new Reading(
                new DeviceId(device), "m", timeMillis, new Value.Num(value), "", Quality.GOOD, timeMillis, quality)));
    }

    private List<String> results(Map<?, ?> step) {
        return Harness.run(Given.pipeline("p", step), events).stream()
                .map(line -> line.replaceAll(
                                ".*fromMillis=(\\d+).*name=count, value=([\\d.]+).*partial=(\\w+), .*origin=(\\w+),.*",
                                "$1 $2 $3 $4")
                        .replaceAll(
                                ".*timeMillis=(\\d+), value=Bool\\[value=(\\w+)].*quality=(\\w+), .*origin=(\\w+),.*",
                                "$1 $2 $3 $4"))
                .toList();
    }

    /** Four windows of ten seconds before the clock is right, of which the last is open; then it is right, and ran ahead before. */
    @Test
    void windowsOfTheWrongTimeAreClosedAsPartialAndTheRightTimeIsNotLate() {
        stamped("d", 900_000, 1, WRONG);
        stamped("d", 910_000, 1, WRONG);
        stamped("d", 915_000, 1, WRONG);
        events.add(clockSet(-800_000));
        stamped("d", 116_000, 1, RIGHT);
        stamped("d", 120_000, 1, RIGHT);
        stamped("d", 130_000, 1, RIGHT);

        assertThat(results(step("window", "size", "10s", "emit", "count")))
                .containsExactly(
                        "900000 1.0 false PROVISIONAL",
                        "910000 2.0 true PROVISIONAL",
                        "110000 1.0 false GATEWAY",
                        "120000 1.0 false GATEWAY");
    }

    @Test
    void oneWindowOverAllDevicesIsNotPoisonedEither() {
        stamped("a", 900_000, 1, WRONG);
        stamped("b", 905_000, 1, WRONG);
        events.add(clockSet(-800_000));
        stamped("a", 110_000, 1, RIGHT);
        stamped("b", 120_000, 1, RIGHT);
        stamped("a", 121_000, 1, RIGHT);

        assertThat(results(step("window", "size", "10s", "emit", "count", "by", List.of())))
                .containsExactly("900000 2.0 true PROVISIONAL", "110000 1.0 false GATEWAY");
    }

    /** What an earlier step held back comes in its own time, but does not end the new one. */
    @Test
    void aStragglerOfTheEarlierTimeClosesNothing() {
        stamped("d", 900_000, 1, WRONG);
        events.add(clockSet(100_000));
        stamped("d", 1_000_000, 1, RIGHT);
        stamped("d", 901_000, 1, WRONG);
        stamped("d", 1_001_000, 1, RIGHT);
        stamped("d", 1_010_000, 1, RIGHT);

        assertThat(results(step("window", "size", "10s", "emit", "count")))
                .containsExactly("900000 1.0 true PROVISIONAL", "1000000 2.0 false GATEWAY");
    }

    @Test
    void anAlarmIsNotRaisedByTheJumpOfTheClock() {
        stamped("d", 0, 50, WRONG);
        events.add(clockSet(FIFTY_YEARS));
        stamped("d", FIFTY_YEARS + 10_000, 50, RIGHT);
        stamped("d", FIFTY_YEARS + 40_000, 50, RIGHT);
        stamped("d", FIFTY_YEARS + 70_000, 50, RIGHT);

        assertThat(results(step("threshold", "above", 40, "for", "1m")))
                .containsExactly((FIFTY_YEARS + 70_000) + " true GOOD GATEWAY");
    }

    /** Three days behind after a reboot without a clock: the devices' own times are not too far ahead, the gateway is behind. */
    @Test
    void devicesThatKnowTheTimeAreNotTooFarAheadOfAGatewayThatDoesNot() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 25; i++) {
            events.add(measured(ownTime(random, 3 * 86_400_000L + i * 1_000L, i * 1_000L, 1)));
        }

        assertThat(results(step("window", "size", "10s", "emit", "count", "by", List.of())))
                .isNotEmpty();
    }
}
