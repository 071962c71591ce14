package io.weir.pipeline.filter;

import io.weir.device.Reading;
import io.weir.pipeline.step.Emitter;
import io.weir.pipeline.step.Glob;
import io.weir.pipeline.step.Operator;
import java.util.List;

/** Lets the readings of some metrics and devices pass, or those of all others. Looks at names only. */
final class SelectOperator implements Operator {

    private final List<Glob> metrics;
    private final List<Glob> devices;
    private final boolean drop;

    /**
     * A choice.
     *
     * @param metrics empty for any, as are {@code devices}
     * @param drop whether the chosen ones are filtered instead of the others
     */
    SelectOperator(List<Glob> metrics, List<Glob> devices, boolean drop) {
        this.metrics = metrics;
        this.devices = devices;
        this.drop = drop;
    }

    @Override
    public void onReading(Reading reading, Emitter out) {
        boolean chosen = anyMatches(metrics, reading.metric())
                && anyMatches(devices, reading.device().value());
        if (chosen != drop) {
            out.pass(reading);
        } else {
            out.filtered();
        }
    }

    private static boolean anyMatches(List<Glob> globs, String name) {
        boolean matches = globs.isEmpty();
        for (int i = 0; i < globs.size() && !matches; i++) {
            matches = globs.get(i).matches(name);
        }
        return matches;
    }
}
