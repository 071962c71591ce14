package io.weir.device.gpio;

import java.io.IOException;
import java.time.Duration;

/** The pins of one board. Opened by one thread, then used and closed by one other. */
interface GpioBank extends AutoCloseable {

    /** Makes a bank, or says in an IOException what the operator can do. */
    @FunctionalInterface
    interface Opener {
        GpioBank open() throws IOException;
    }

    /**
     * The pin as an input, this process's alone until the line is closed.
     *
     * @throws IOException naming the pin when there is none such, or somebody else has it
     */
    Line open(int pin, Pull pull) throws IOException;

    /** Waits until a line may have an edge, but not for longer than this; may return early. */
    void await(Duration patience) throws IOException, InterruptedException;

    /** Closes its lines, too. */
    @Override
    void close();
}
