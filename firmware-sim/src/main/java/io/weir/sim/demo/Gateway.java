package io.weir.sim.demo;

import java.io.IOException;
import java.util.Optional;

/** The gateway of a play, seen from outside. One thread. */
interface Gateway extends AutoCloseable {

    /** Starts it and waits for its ready line. */
    void start() throws IOException, InterruptedException;

    /** Where its page is. */
    String page();

    /** kill -9; returns when the process is gone. */
    void kill() throws InterruptedException;

    /** Asks it to stop; returns its exit status. */
    int stop() throws InterruptedException;

    /** The ledger as JSON, if the gateway is there and tells it. */
    Optional<String> ledger() throws InterruptedException;

    @Override
    void close();
}
