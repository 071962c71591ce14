package io.weir.sim.demo;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** One line per event, for logs and CI. */
final class PlainShow implements Show {
    private final PrintStream out;
    private final Clock clock;
    private final Instant start;

    PlainShow(PrintStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
        this.start = clock.instant();
    }

    @Override
    public void event(String what) {
        double seconds = Duration.between(start, clock.instant()).toMillis() / 1000.0;
        out.printf("%6.1f s  %s%n", seconds, what);
    }

    @Override
    public void numbers(Numbers numbers) {
        // Lines of numbers would bury the events.
    }

    @Override
    public char key() {
        return 0;
    }

    @Override
    public void end() {
        out.flush();
    }
}
