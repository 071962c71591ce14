package io.weir.pipeline.step;

import org.jspecify.annotations.Nullable;

/** Something that can stand in one {@link Chain} at a time without being wrapped, so that moving it allocates nothing. */
public abstract class Link<N extends Link<N>> {
    @Nullable
    N before;

    @Nullable
    N after;
}
