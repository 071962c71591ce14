package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Whatever is thrown, upkeep goes on: without it the buffer would fill up. */
class KeeperTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(Keeper.class);
    private final Lines lines = new Lines();
    private final Queue<Throwable> bugs = new ConcurrentLinkedQueue<>();
    private final CountDownLatch worked = new CountDownLatch(1);

    /** The log as the operator sees it. */
    private static final class Lines extends ListAppender<ILoggingEvent> {
        private final Queue<Error> bugs = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent line) {
            Error bug = bugs.poll();
            if (bug != null) {
                throw bug;
            }
            super.append(line);
        }
    }

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
    }

    @AfterEach
    void listenNoMore() {
        logger.setLevel(null);
        logger.setAdditive(true);
        logger.detachAppender(lines);
    }

    private void work() {
        Throwable bug = bugs.poll();
        if (bug instanceof Error error) {
            throw error;
        }
        if (bug instanceof RuntimeException exception) {
            throw exception;
        }
        worked.countDown();
    }

    private void keepUntilItHasWorked() throws InterruptedException {
        Keeper keeper = new Keeper(this::work, Duration.ofMillis(1));
        keeper.start();
        try {
            assertThat(worked.await(1, TimeUnit.MINUTES))
                    .as("the work was done at last")
                    .isTrue();
        } finally {
            keeper.stop();
        }
    }

    @Test
    void goesOnAfterAnythingThatIsThrownAndSaysSoOnce() throws Exception {
        bugs.add(new OutOfMemoryError("Java heap space"));
        bugs.add(new StackOverflowError());
        bugs.add(new AssertionError("a bug"));
        bugs.add(new IllegalStateException("another"));

        keepUntilItHasWorked();

        assertThat(lines.list)
                .extracting(ILoggingEvent::getLevel, ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        tuple(Level.ERROR, "The log's upkeep has failed and goes on, report this times=1"),
                        tuple(Level.INFO, "The log's upkeep works again after failing times=4"));
        assertThat(lines.list.get(0).getThrowableProxy().getMessage()).isEqualTo("Java heap space");
    }

    @Test
    void goesOnIfThereIsNoMemoryEvenToSaySo() throws Exception {
        bugs.add(new OutOfMemoryError("first"));
        bugs.add(new OutOfMemoryError("second"));
        lines.bugs.add(new OutOfMemoryError("of the line"));

        keepUntilItHasWorked();

        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "The log's upkeep has failed and goes on, report this times=2",
                        "The log's upkeep works again after failing times=2");
    }
}
