package io.weir.pipeline.step;

import io.weir.device.config.Problems;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;

/** One kind of step: what its settings are and how it is made. Stateless. */
public interface StepProvider {

    /** The key that names it in {@code steps:}. */
    String kind();

    /** A section; {@link Shape.Brief} when a single word says enough. */
    Shape shape();

    /** Whether its operators have state; what enters one is logged as an input. */
    boolean stateful();

    /**
     * Whether what comes out of it are results. Then it passes no reading, and steps behind it are about those results:
     * each figure of a window is a reading to them.
     */
    default boolean makesResults() {
        return false;
    }

    /** What the shape cannot say: keys that contradict each other. */
    default void check(Settings settings, Problems problems) {}

    /** An operator without state, for checked settings. */
    Operator create(Settings settings);

    /**
     * The settings that decide whether a state fits, as text. A step whose fingerprint is unchanged keeps its state when
     * its other settings change.
     */
    default String fingerprint(Settings settings) {
        return kind();
    }

    /** Whether late readings go to the pipeline's late stream. */
    default boolean writesLate(Settings settings) {
        return false;
    }

    /** A fair estimate of memory per key when busy; 0 for a step without state. */
    default long bytesPerKey(Settings settings) {
        return 0;
    }

    /** The most keys it remembers at once; 0 for a step without the key for it. */
    default int maxKeys(Settings settings) {
        return settings.has(MaxKeys.NAME) ? MaxKeys.of(settings) : 0;
    }
}
