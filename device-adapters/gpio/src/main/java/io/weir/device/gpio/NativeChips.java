package io.weir.device.gpio;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * The kernel's GPIO character devices as libgpiod shows them: a port without logic, so that everything above it can be
 * tested without a chip. Messages of its exceptions are the kernel's words.
 */
interface NativeChips {

    /** {@code gpiochip0} ..., in the kernel's order; empty when there is none. */
    List<String> names() throws IOException;

    Chip open(String name) throws IOException;

    /** An open chip. Closing it closes its lines. */
    interface Chip extends AutoCloseable {
        String label();

        int lines();

        /** Takes the line as an input with events on both edges. */
        NativeLine request(int offset, Pull pull, String consumer) throws IOException;

        @Override
        void close();
    }

    /** A line that was requested. */
    interface NativeLine {
        boolean isHigh() throws IOException;

        /** Whether an event can be read now or within the time. */
        boolean await(Duration patience) throws IOException;

        /** Reads an event; only after {@link #await} said yes, for it blocks. */
        Event read() throws IOException;

        void release();
    }

    /**
     * An edge as the kernel reports it.
     *
     * @param kernelNanos by the kernel's clock: monotonic since Linux 5.7, the wall clock before, and cut off on 32 bits
     */
    record Event(boolean rising, long kernelNanos) {}
}
