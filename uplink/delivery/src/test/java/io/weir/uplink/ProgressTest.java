package io.weir.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ProgressTest {

    private final MovableClock clock = new MovableClock();
    private final Progress progress = new Progress("u", clock);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Uplink.class);

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
        logger.setLevel(Level.WARN);
        logger.setAdditive(true);
    }

    private List<String> said() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void anOutageIsSaidOnceAMinuteAndItsEndOnce() {
        for (int i = 0; i < 100; i++) {
            progress.failed("offline", Duration.ofSeconds(1));
            clock.move(Duration.ofSeconds(1));
        }
        progress.accepted(1, 10);
        progress.accepted(1, 10);

        assertThat(said())
                .containsExactly(
                        "Uplink u cannot deliver: offline next-attempt-ms=1000",
                        "Uplink u cannot deliver: offline next-attempt-ms=1000",
                        "Uplink u delivers again attempts=100");
    }

    @Test
    void aDestinationThatComesAndGoesDoesNotFillTheLog() {
        for (int i = 0; i < 50; i++) {
            progress.failed("offline", Duration.ofSeconds(1));
            progress.heldBack("throttled", 3);
            progress.accepted(1, 10);
            progress.buried("gw/1/7", "refused");
        }

        assertThat(said()).hasSize(3);
    }

    @Test
    void aReasonIsOneShortLine() {
        progress.failed("first line\n{\"payload\":1}" + "x".repeat(10_000), Duration.ofSeconds(1));
        progress.publish();

        assertThat(progress.status().trouble()).contains("first line");
    }
}
