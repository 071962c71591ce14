package io.weir.pipeline.filter;

import static io.weir.pipeline.Given.reading;
import static io.weir.pipeline.Harness.measured;
import static io.weir.pipeline.Harness.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.Value;
import io.weir.pipeline.Given;
import io.weir.pipeline.Harness;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadbandTest {

    private final List<Harness.Event> events = new ArrayList<>();

    private void comes(long timeMillis, double value) {
        events.add(measured(reading(timeMillis, value)));
    }

    /** The values that pass, as text. */
    private List<String> passed(Object... keysAndValues) {
        return Harness.run(Given.pipeline("p", step("deadband", keysAndValues)), events).stream()
                .map(line -> line.replaceAll(".*value=\\w+\\[value=([^]]*)].*", "$1"))
                .toList();
    }

    @Test
    void passesWhatMovedByTheBandSinceTheLastThatPassed() {
        comes(0, 20.0);
        comes(1, 20.125);
        comes(2, 20.25);
        comes(3, 20.125);
        comes(4, 20.375);
        comes(5, 20.0);

        assertThat(passed("abs", 0.25)).containsExactly("20.0", "20.25", "20.0");
    }

    @Test
    void creepingValuePassesOnceItHasMovedFarEnoughInAll() {
        for (int i = 0; i <= 8; i++) {
            comes(i, i * 0.125);
        }

        assertThat(passed("abs", 0.5)).containsExactly("0.0", "0.5", "1.0");
    }

    @Test
    void takesPerCentOfTheLastValueThatPassed() {
        comes(0, 200);
        comes(1, 219);
        comes(2, 220);
        comes(3, 200);
        comes(4, 198);

        assertThat(passed("pct", 10)).containsExactly("200.0", "220.0", "198.0");
    }

    @Test
    void anyMoveAwayFromZeroIsMoreThanAPerCentOfZero() {
        comes(0, 0);
        comes(1, 0);
        comes(2, 0.001);

        assertThat(passed("pct", 50)).containsExactly("0.0", "0.001");
    }

    @Test
    void heartbeatPassesAFreshMeasurementAndMakesNoneUp() {
        comes(0, 1);
        comes(4_000, 1);
        comes(5_000, 1.5);
        comes(9_999, 1);
        comes(60_000, 1);

        assertThat(passed("abs", 10, "heartbeat", "5s")).containsExactly("1.0", "1.5", "1.0");
    }

    @Test
    void clockFarAheadForOnceDoesNotSilenceTheHeartbeat() {
        comes(0, 1);
        comes(1_000_000_000L, 1);
        comes(1_000, 1);
        comes(2_000, 1);

        assertThat(passed("abs", 10, "heartbeat", "5s")).hasSize(3);
    }

    @Test
    void anOlderReadingIsNoHeartbeat() {
        comes(10_000, 1);
        comes(9_000, 1);
        comes(5_000, 1);

        assertThat(passed("abs", 10, "heartbeat", "5s")).hasSize(1);
    }

    @Test
    void anyChangeOfATruthOrATextIsAMove() {
        List<Value> values = List.of(
                new Value.Bool(true),
                new Value.Bool(true),
                new Value.Bool(false),
                new Value.Text("open"),
                new Value.Text("open"),
                new Value.Text("shut"),
                new Value.Num(0));
        for (Value value : values) {
            events.add(measured(reading("d", "door", events.size(), value, 0)));
        }

        assertThat(passed("abs", 1)).containsExactly("true", "false", "open", "shut", "0.0");
    }

    @Test
    void devicesAndMetricsAreKeptApart() {
        events.add(measured(reading("a", "x", 0, 1)));
        events.add(measured(reading("b", "x", 0, 1)));
        events.add(measured(reading("a", "y", 0, 1)));
        events.add(measured(reading("a", "x", 1, 1)));

        assertThat(passed("abs", 1)).hasSize(3);
    }

    @Test
    void theLeastRecentlyUsedKeyIsForgottenWhenThereAreTooMany() {
        events.add(measured(reading("a", "x", 0, 1)));
        events.add(measured(reading("b", "x", 0, 1)));
        events.add(measured(reading("a", "x", 1, 1)));
        events.add(measured(reading("c", "x", 2, 1)));
        events.add(measured(reading("a", "x", 3, 1)));
        events.add(measured(reading("b", "x", 4, 2)));
        events.add(measured(reading("b", "x", 5, 2)));

        assertThat(passed("abs", 10, "max-keys", 2)).containsExactly("1.0", "1.0", "1.0", "2.0");
    }

    @Test
    void aBacklogBetweenLiveReadingsDoesNotBeatWithEachOfThem() {
        for (int i = 0; i < 4; i++) {
            events.add(measured(reading("d", "temperature", 10_000_000 + i, new Value.Num(1), 10_000_000)));
            events.add(measured(reading("d", "temperature", i, new Value.Num(1), 10_000_000)));
        }
        events.add(measured(reading("d", "temperature", 2, new Value.Num(3), 10_000_000)));

        assertThat(passed("abs", 0.5, "heartbeat", "1m")).containsExactly("1.0", "3.0");
    }
}
