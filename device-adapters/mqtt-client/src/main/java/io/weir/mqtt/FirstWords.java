package io.weir.mqtt;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets nothing be read from a connection, not even its end, before Paho has written its CONNECT. While Paho starts its
 * threads, it asks every 100 ms, and for ever, whether they run: one that has ended by then, because the broker closed the
 * socket at once, costs that asking thread, which no interrupt ends. Once Paho writes, it is past that. Thread-safe.
 */
final class FirstWords {

    /** Longest time that Paho is waited for; what it does first takes some tenths of a second. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final CountDownLatch said = new CountDownLatch(1);

    /** Also when nothing will ever be said. */
    void said() {
        said.countDown();
    }

    /** Also returns when Paho says nothing for too long. */
    void await() {
        boolean interrupted = false;
        long until = System.nanoTime() + PATIENCE.toNanos();
        long leftNanos = PATIENCE.toNanos();
        while (leftNanos > 0) {
            try {
                boolean unused = said.await(leftNanos, TimeUnit.NANOSECONDS);
                break;
            } catch (InterruptedException e) {
                interrupted = true;
                leftNanos = until - System.nanoTime();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    OutputStream noticing(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(int b) throws IOException {
                said();
                out.write(b);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                said();
                out.write(bytes, offset, length);
            }
        };
    }

    InputStream behind(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                await();
                return in.read();
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                await();
                return in.read(bytes, offset, length);
            }
        };
    }
}
