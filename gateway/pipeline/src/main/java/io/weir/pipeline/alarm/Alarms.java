package io.weir.pipeline.alarm;

import io.weir.pipeline.step.StepProvider;
import java.util.List;

/** The kinds of steps in this package. */
public final class Alarms {

    private Alarms() {}

    public static List<StepProvider> all() {
        return List.of(
                new ThresholdProvider(),
                new StateDurationProvider(),
                new ZscoreProvider(),
                new RegressionProvider(),
                new AnomalyProvider());
    }
}
