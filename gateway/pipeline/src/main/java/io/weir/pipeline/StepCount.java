package io.weir.pipeline;

/**
 * What one step has done since its pipeline was made. Not part of any state: after a restart it begins at nothing. Behind a
 * step that makes results these are the only counts there are; for the others they say the same as the {@link Tally}s.
 *
 * @param in what came to it
 * @param results records that it made itself
 * @param evicted keys that it gave up for want of room
 */
public record StepCount(
        String pipeline,
        String step,
        long in,
        long passed,
        long filtered,
        long aggregated,
        long late,
        long held,
        long results,
        long evicted) {}
