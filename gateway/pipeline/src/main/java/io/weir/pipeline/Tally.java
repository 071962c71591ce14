package io.weir.pipeline;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What happened in one pipeline since the tallies were last drained: increments for the ledger.
 *
 * <p>Over a pipeline's life {@code in = passed + Σ filtered + aggregated + late + held}, where held is the gauge of
 * {@link Pipelines#held()}, and {@code out = passed + results (+ late where the late stream is on)}.
 *
 * @param filtered by step id; only steps that filtered something
 * @param out records handed to the listener, into the pipeline's stream and its late stream together
 * @param evicted keys whose state was given up for want of room, after what it held was emitted
 */
public record Tally(
        String pipeline,
        long in,
        long passed,
        SortedMap<String, Long> filtered,
        long aggregated,
        long late,
        long results,
        long out,
        long evicted) {

    /** Readings that a step held when its state was lost. */
    static Tally ofLost(String pipeline, String step, long held) {
        return new Tally(pipeline, 0, 0, new TreeMap<>(Map.of(step, held)), 0, 0, 0, 0, 0);
    }

    boolean isEmpty() {
        return (in | passed | aggregated | late | results | out | evicted) == 0 && filtered.isEmpty();
    }
}
