package io.weir.device.gpio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DebounceTest {

    private static final Optional<Boolean> NOTHING = Optional.empty();

    private static Debounce low(Duration hold) {
        return new Debounce(hold, false);
    }

    private static long ms(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }

    @Test
    void withoutATimeToHoldEveryEdgeIsBelievedAtOnce() {
        Debounce debounce = low(Duration.ZERO);

        assertThat(debounce.edge(true, ms(1))).contains(true);
        assertThat(debounce.edge(false, ms(1))).contains(false);
        assertThat(debounce.edge(false, ms(2))).isEqualTo(NOTHING);
        assertThat(debounce.deadlineNanos()).isEmpty();
    }

    @Test
    void aLevelIsBelievedOnceItHasHeld() {
        Debounce debounce = low(Duration.ofMillis(30));

        assertThat(debounce.edge(true, ms(100))).isEqualTo(NOTHING);
        assertThat(debounce.deadlineNanos()).hasValue(ms(130));
        assertThat(debounce.settle(ms(129))).isEqualTo(NOTHING);
        assertThat(debounce.settle(ms(130))).contains(true);
        assertThat(debounce.settle(ms(131))).isEqualTo(NOTHING);
    }

    @Test
    void everyBounceStartsTheTimeAnew() {
        Debounce debounce = low(Duration.ofMillis(30));

        debounce.edge(true, ms(100));
        debounce.edge(false, ms(105));
        debounce.edge(true, ms(110));

        assertThat(debounce.settle(ms(139))).isEqualTo(NOTHING);
        assertThat(debounce.settle(ms(140))).contains(true);
    }

    @Test
    void aBounceBackToWhatIsBelievedIsNoChange() {
        Debounce debounce = low(Duration.ofMillis(30));

        debounce.edge(true, ms(100));
        debounce.edge(false, ms(110));

        assertThat(debounce.deadlineNanos()).isEmpty();
        assertThat(debounce.settle(ms(1_000))).isEqualTo(NOTHING);
    }

    @Test
    void edgesReadLateAreJudgedByWhenTheyHappened() {
        Debounce debounce = low(Duration.ofMillis(30));

        // both are read long after; the high level did hold for 50 ms
        assertThat(debounce.edge(true, ms(100))).isEqualTo(NOTHING);
        assertThat(debounce.edge(false, ms(150))).contains(true);
        assertThat(debounce.settle(ms(500))).contains(false);
    }

    @Test
    void aLevelThatChangedWithoutAnEdgeIsNoticedByLooking() {
        Debounce debounce = low(Duration.ofMillis(30));

        assertThat(debounce.look(true, ms(100))).isEqualTo(NOTHING);
        assertThat(debounce.look(true, ms(130))).contains(true);
        assertThat(low(Duration.ZERO).look(true, ms(100))).contains(true);
    }

    /** However often and whenever somebody looks in between, the same edges are believed. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void lookingMoreOftenChangesNothing(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Debounce lazy = low(Duration.ofMillis(10));
        Debounce eager = low(Duration.ofMillis(10));
        List<Boolean> lazily = new ArrayList<>();
        List<Boolean> eagerly = new ArrayList<>();
        long now = 0;

        for (int i = 0; i < 1_000; i++) {
            long next = now + ms(random.nextInt(25));
            while (now < next) {
                eager.settle(now).ifPresent(eagerly::add);
                now += ms(1);
            }
            boolean level = random.nextBoolean();
            lazy.edge(level, now).ifPresent(lazily::add);
            eager.edge(level, now).ifPresent(eagerly::add);
        }
        lazy.settle(now + ms(10)).ifPresent(lazily::add);
        eager.settle(now + ms(10)).ifPresent(eagerly::add);

        assertThat(eagerly).as("seed %d", seed).isEqualTo(lazily).hasSizeGreaterThan(50);
    }
}
