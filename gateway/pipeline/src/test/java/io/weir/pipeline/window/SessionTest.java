package io.weir.pipeline.window;

import static io.weir.pipeline.Given.reading;
import static io.weir.pipeline.Harness.measured;
import static io.weir.pipeline.Harness.ticked;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.Value;
import io.weir.pipeline.Given;
import io.weir.pipeline.Harness;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Sessions; that they are those of Apache Flink is shown by the differential test of the profile {@code flink}. */
class SessionTest {

    private final List<Harness.Event> events = new ArrayList<>();

    private void comes(long... times) {
        for (long time : times) {
            events.add(measured(reading(time, 1)));
        }
    }

    private List<String> sessions(Object... keysAndValues) {
        List<Object> all = new ArrayList<>(List.of("emit", "count"));
        all.addAll(List.of(keysAndValues));
        return Brief.results(events, all.toArray()).stream()
                .map(line -> line.replace("d temperature ", ""))
                .toList();
    }

    @Test
    void aSessionEndsAGapBehindItsLastReading() {
        comes(1_000, 3_000, 7_000, 20_000);

        assertThat(sessions("gap", "5s")).containsExactly("1000-12000 [count=3.0]");
    }

    @Test
    void readingsThatTouchAreOneSessionAndOneBetweenTwoJoinsThem() {
        comes(0, 5_000, 20_000, 12_000, 40_000);

        assertThat(sessions("gap", "5s", "lateness", "20s"))
                .containsExactly("0-10000 [count=2.0]", "12000-17000 [count=1.0]");

        events.add(events.size() - 1, measured(reading(16_000, 1)));

        assertThat(sessions("gap", "5s", "lateness", "20s")).containsExactly("0-10000 [count=2.0]");
    }

    @Test
    void aFiredSessionThatIsLengthenedFiresAgain() {
        comes(0, 10_000, 4_000, 7_000, 30_000);

        assertThat(sessions("gap", "5s", "allowed-lateness", "20s"))
                .containsExactly("0-5000 [count=1.0]", "0-9000 [count=2.0] u1", "0-15000 [count=4.0] u2");
    }

    @Test
    void whatFallsIntoNoOpenSessionIsLate() {
        comes(0, 10_000, 5_000, -1);

        assertThat(sessions("gap", "5s", "late", true)).containsExactly("0-5000 [count=1.0]", "late -1");
    }

    @Test
    void noSessionSpansMoreThanItMay() {
        comes(0, 4_000, 8_000, 12_000, 16_000, 99_000);

        assertThat(sessions("gap", "5s", "max", "10s"))
                .containsExactly("0-13000 [count=3.0]", "12000-21000 [count=2.0]");
    }

    @Test
    void silenceEndsASessionAndOneAheadOfItsTimeIsPartial() {
        comes(0, 4_000);
        events.add(measured(reading("d", "temperature", 90_000_000, new Value.Num(1), 4_000)));
        events.add(ticked(64_000));

        assertThat(sessions("gap", "5s"))
                .containsExactly("0-9000 [count=2.0]", "90000000-90005000 [count=1.0] partial");
    }

    @Test
    void aKeyHoldsNoMoreSessionsThanItMay() {
        for (int i = 0; i < 300; i++) {
            events.add(measured(reading("d", "temperature", i * 10_000_000L, new Value.Num(1), 0)));
        }

        // of 73 that a key may hold the one that is not ahead stays
        assertThat(sessions("gap", "5s")).hasSize(4 * 72).allMatch(line -> line.endsWith("partial"));
    }

    @Test
    void aKeyThatIsForgottenGivesOutItsSession() {
        events.add(measured(Given.reading("a", "m", 0, 1)));
        events.add(measured(Given.reading("b", "m", 0, 1)));

        assertThat(sessions("gap", "5s", "max-keys", 1)).containsExactly("a m 0-5000 [count=1.0] partial");
    }

    @Test
    void disorderAndRestoringChangeNothing() {
        SplittableRandom random = new SplittableRandom(3);
        for (long now = -200_000; now < 200_000; now += random.nextInt(1_200)) {
            long time = now - random.nextInt(20_000);
            events.add(measured(reading("d" + random.nextInt(3), "m", time, new Value.Num(random.nextInt(99)), now)));
        }

        assertThat(sessions("gap", "4s", "max", "20s", "lateness", "3s", "allowed-lateness", "5s", "late", true))
                .hasSizeGreaterThan(80)
                .anyMatch(line -> line.contains(" u1"))
                .anyMatch(line -> line.startsWith("late "));
    }
}
