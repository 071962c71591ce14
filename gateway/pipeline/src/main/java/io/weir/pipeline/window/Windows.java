package io.weir.pipeline.window;

import io.weir.pipeline.step.StepProvider;
import java.util.List;

/** The kinds of steps in this package. */
public final class Windows {

    private Windows() {}

    public static List<StepProvider> all() {
        return List.of(new WindowProvider());
    }
}
