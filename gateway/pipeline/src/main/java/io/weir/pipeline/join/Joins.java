package io.weir.pipeline.join;

import io.weir.pipeline.step.StepProvider;
import java.util.List;

/** The kinds of steps in this package. */
public final class Joins {

    private Joins() {}

    public static List<StepProvider> all() {
        return List.of(new JoinProvider());
    }
}
