package io.weir.uplink;

import java.util.Optional;

/**
 * Lets another thread interrupt a sink while it sends, and only then: an interrupt that came a moment later would hit a
 * file of the log.
 */
final class InterruptibleSink implements Sink {

    private final Sink inner;
    private final Object gate = new Object();
    private Optional<Thread> sending = Optional.empty();
    private boolean interrupted;

    InterruptibleSink(Sink inner) {
        this.inner = inner;
    }

    @Override
    public SendResult send(Batch batch) throws InterruptedException {
        synchronized (gate) {
            if (interrupted) {
                throw new InterruptedException("closing");
            }
            sending = Optional.of(Thread.currentThread());
        }
        try {
            return inner.send(batch);
        } finally {
            synchronized (gate) {
                sending = Optional.empty();
                if (interrupted) {
                    // takes back a flag that came after the sink had its answer
                    Thread.interrupted();
                }
            }
        }
    }

    void interrupt() {
        synchronized (gate) {
            interrupted = true;
            sending.ifPresent(Thread::interrupt);
        }
    }

    @Override
    public void close() {
        inner.close();
    }
}
