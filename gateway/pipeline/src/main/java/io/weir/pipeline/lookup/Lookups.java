package io.weir.pipeline.lookup;

import io.weir.device.config.Shape;
import io.weir.pipeline.step.StepProvider;
import java.util.List;

/** The kinds of steps in this package. */
public final class Lookups {

    private Lookups() {}

    public static List<StepProvider> all() {
        return List.of(new LookupProvider());
    }

    /** What the table of a {@code lookup} may hold. */
    public static Shape.Table table() {
        return LookupProvider.table();
    }
}
