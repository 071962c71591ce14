package io.weir.device.gpio;

import java.io.IOException;
import java.util.Optional;

/** One pin that is read. Levels are electrical: high is true. */
interface Line extends AutoCloseable {

    /**
     * A change of level.
     *
     * @param atNanos when it happened, by {@link System#nanoTime()}
     */
    record Edge(boolean high, long atNanos) {}

    boolean isHigh() throws IOException;

    /** The oldest edge that was not read yet. Does not wait. */
    Optional<Edge> next() throws IOException;

    /** Gives the pin back; it can be opened again at once. Idempotent. */
    @Override
    void close();
}
