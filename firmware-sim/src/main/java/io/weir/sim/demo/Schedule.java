package io.weir.sim.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/** What is done to the gateway and its network, and when; the same seed gives the same schedule. */
record Schedule(List<Step> steps) {
    private static final Duration FAULT_EVERY = Duration.ofSeconds(20);

    /** One thing to do, so long after the start. */
    record Step(Duration at, Action action) {}

    /** What can be done. */
    enum Action {
        CUT,
        MEND,
        KILL
    }

    Schedule {
        steps = steps.stream().sorted(Comparator.comparing(Step::at)).toList();
    }

    static Schedule nothing() {
        return new Schedule(List.of());
    }

    /** Two cuts and two kills, or one of each in every 20 seconds if that is more, all between a tenth and nine tenths of the run. */
    static Schedule seeded(Duration length, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int rounds = (int) Math.max(2, length.dividedBy(FAULT_EVERY));
        long roundMillis = length.toMillis() * 8 / 10 / rounds;
        List<Step> steps = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            long start = length.toMillis() / 10 + round * roundMillis;
            long cut = start + random.nextLong(roundMillis / 2);
            steps.add(new Step(Duration.ofMillis(cut), Action.CUT));
            steps.add(
                    new Step(Duration.ofMillis(cut + roundMillis / 5 + random.nextLong(roundMillis / 5)), Action.MEND));
            steps.add(new Step(Duration.ofMillis(start + random.nextLong(roundMillis * 9 / 10)), Action.KILL));
        }
        return new Schedule(steps);
    }
}
