package io.weir.gateway.remote;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Hands documents over to the control thread: only the newest waits, however many come. Any thread may put, one takes.
 */
final class Inbox {

    private byte @Nullable [] newest;
    private boolean announce;

    /** Takes the place of what waits. */
    synchronized void put(byte[] document) {
        newest = document;
        notifyAll();
    }

    /** There is a connection on which nothing was said yet. */
    synchronized void connected() {
        announce = true;
        notifyAll();
    }

    /**
     * What to do next; waits for it.
     *
     * @param document empty when only a new connection has to be told how things are
     */
    record Task(Optional<byte[]> document) {}

    /** A new connection comes before a document. */
    synchronized Task take() throws InterruptedException {
        while (!announce && newest == null) {
            wait();
        }
        if (announce) {
            announce = false;
            return new Task(Optional.empty());
        }
        return new Task(newer());
    }

    /** What came since, if anything did. */
    synchronized Optional<byte[]> newer() {
        Optional<byte[]> document = Optional.ofNullable(newest);
        newest = null;
        return document;
    }
}
