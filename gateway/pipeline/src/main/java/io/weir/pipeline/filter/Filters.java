package io.weir.pipeline.filter;

import io.weir.pipeline.step.StepProvider;
import java.util.List;

/** The kinds of steps in this package. */
public final class Filters {

    private Filters() {}

    public static List<StepProvider> all() {
        return List.of(
                new RangeProvider(),
                new SelectProvider(),
                new DeadbandProvider(),
                new ChangedProvider(),
                new DebounceProvider(),
                new EdgeProvider(),
                new DedupProvider());
    }
}
