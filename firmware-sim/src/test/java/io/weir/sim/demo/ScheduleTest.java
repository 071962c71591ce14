package io.weir.sim.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.sim.demo.Schedule.Action;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    private static final Duration LENGTH = Duration.ofSeconds(40);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 7, 1234})
    void cutsAndKillsTwiceInFortySecondsAndMendsEveryCut(long seed) {
        Schedule schedule = Schedule.seeded(LENGTH, seed);

        assertThat(count(schedule, Action.CUT)).isEqualTo(2);
        assertThat(count(schedule, Action.KILL)).isEqualTo(2);
        assertThat(count(schedule, Action.MEND)).isEqualTo(2);
        assertThat(schedule.steps()).allMatch(step -> step.at().compareTo(LENGTH) < 0);
        assertThat(schedule.steps().stream().map(Schedule.Step::action).filter(action -> action != Action.KILL))
                .containsExactly(Action.CUT, Action.MEND, Action.CUT, Action.MEND);
    }

    @Test
    void isTheSameForTheSameSeed() {
        assertThat(Schedule.seeded(LENGTH, 7)).isEqualTo(Schedule.seeded(LENGTH, 7));
        assertThat(Schedule.seeded(LENGTH, 7)).isNotEqualTo(Schedule.seeded(LENGTH, 8));
    }

    @Test
    void doesMoreInALongerRun() {
        assertThat(count(Schedule.seeded(Duration.ofMinutes(5), 1), Action.KILL))
                .isEqualTo(15);
    }

    private static long count(Schedule schedule, Action action) {
        return schedule.steps().stream().filter(step -> step.action() == action).count();
    }
}
