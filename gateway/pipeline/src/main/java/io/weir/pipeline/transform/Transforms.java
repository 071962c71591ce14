package io.weir.pipeline.transform;

import io.weir.pipeline.step.StepProvider;
import java.util.List;

/** The kinds of steps in this package. */
public final class Transforms {

    private Transforms() {}

    public static List<StepProvider> all() {
        return List.of(
                new RenameProvider(),
                new ConvertProvider(),
                new EmaProvider(),
                new MedianProvider(),
                new HampelProvider(),
                new RateProvider(),
                new DeltaProvider(),
                new CounterProvider());
    }
}
