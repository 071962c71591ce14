package io.weir.device.gpio;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One input at work: its line, what is believed of it, and what is reported. Used by the bank's thread alone. */
final class Input {

    private static final Logger log = LoggerFactory.getLogger(Input.class);

    /** Edges read in one turn, so that an oscillating pin does not starve the others. */
    private static final int EDGES_PER_TURN = 64;

    /** Takes a change that is to be reported. */
    @FunctionalInterface
    interface Changes {
        void changed(InputSpec input, boolean active);
    }

    private final InputSpec spec;
    private final Line line;
    private final Debounce debounce;
    private final Changes changes;

    Input(InputSpec spec, Line line, Changes changes) throws IOException {
        this.spec = spec;
        this.line = line;
        this.changes = changes;
        debounce = new Debounce(spec.debounce(), line.isHigh());
    }

    InputSpec spec() {
        return spec;
    }

    void readEdges() throws IOException {
        for (int i = 0; i < EDGES_PER_TURN; i++) {
            Optional<Line.Edge> edge = line.next();
            if (edge.isEmpty()) {
                return;
            }
            report(debounce.edge(edge.get().high(), edge.get().atNanos()));
        }
    }

    void settle(long nowNanos) {
        report(debounce.settle(nowNanos));
    }

    /** Looks at the line itself, in case an edge was lost: the kernel keeps only sixteen of a line. */
    void look(long nowNanos) throws IOException {
        report(debounce.look(line.isHigh(), nowNanos));
    }

    OptionalLong deadlineNanos() {
        return debounce.deadlineNanos();
    }

    private void report(Optional<Boolean> change) {
        if (change.isEmpty()) {
            return;
        }
        boolean active = change.get() != spec.activeLow();
        log.debug("Input {} is {}", spec.name(), active);
        if (spec.edges().include(active)) {
            changes.changed(spec, active);
        }
    }
}
