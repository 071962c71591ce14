package io.weir.pipeline.sample;

import io.weir.pipeline.step.StepProvider;
import java.util.List;

/** The kinds of steps in this package. */
public final class Samples {

    private Samples() {}

    public static List<StepProvider> all() {
        return List.of(
                new SampleProvider(),
                new ThrottleProvider(),
                new EveryNthProvider(),
                new ReservoirProvider(),
                new SwingingDoorProvider(),
                new LttbProvider());
    }
}
