package io.weir.buffer;

/** What a {@link Walk} comes across. */
sealed interface Step {
    /** A block with entries. */
    record Found(Block block) implements Step {}

    /** The beginning of a segment, or a place in it: its totals before hold here or earlier. */
    record Entered(Segment segment) implements Step {}

    /** The end of a segment: its totals after hold here. */
    record Left(Segment segment) implements Step {}

    /**
     * Nothing more is below the end.
     *
     * @param nothingAhead no segment holds anything from here to the end
     */
    record AtEnd(boolean nothingAhead) implements Step {}
}
