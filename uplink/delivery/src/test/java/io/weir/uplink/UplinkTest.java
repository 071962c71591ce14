package io.weir.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.device.ByteSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class UplinkTest {

    @TempDir
    Path folder;

    private final MovableClock clock = new MovableClock();
    private final FakeLog log = new FakeLog(clock);
    private final FakeLog.FakeCursor cursor = log.open();
    private final ScriptedSink sink = new ScriptedSink();

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(5));
    }

    /** Closing waits two seconds; on a machine that is slower than that the rest comes by itself. */
    private void awaitClosed() {
        soon().until(() -> sink.isClosed() && cursor.isClosed());
    }

    private Uplink uplink() {
        UplinkConfig config = new UplinkConfig(
                "u",
                List.of("s"),
                "jsonl",
                new BatchLimits(10, ByteSize.ofMebibytes(1), Duration.ZERO),
                new RetryLimits(Duration.ofMinutes(1), Duration.ofMinutes(2)));
        return new Uplink(
                config, new Source(cursor, stream -> "s", "gw", 1), sink, folder, new SplittableRandom(1), clock);
    }

    @Test
    void deliversOnItsOwnThreadAndClosesWhatItOwns() {
        for (int i = 0; i < 25; i++) {
            log.append(0, Readings.bytes("a", i));
        }
        try (Uplink uplink = uplink()) {
            uplink.start();
            soon().until(() -> uplink.accounts().pending() == 0);
            soon().until(() -> uplink.status().records() == 25);

            assertThat(uplink.accounts()).isEqualTo(new Accounts(25, 25, 0, 0, Map.of("max-size", 0L)));
            assertThat(uplink.status().connected()).isTrue();
            assertThat(uplink.status().batches()).isEqualTo(3);
        }
        awaitClosed();
        assertThat(log.open().lag()).as("flushed at the end").isZero();
    }

    @Test
    void aPauseOfMinutesDoesNotDelayTheStop() {
        log.append(0, Readings.bytes("a", 1));
        sink.answers(SendResult.retry("offline", Duration.ofMinutes(30)));
        Uplink uplink = uplink();
        uplink.start();
        soon().until(() -> uplink.status().trouble().equals(Optional.of("offline")));
        assertThat(uplink.status().connected()).isFalse();
        assertThat(uplink.status().nextAttempt()).isEqualTo(Duration.ofMinutes(30));

        uplink.close();

        awaitClosed();
        assertThat(uplink.accounts().pending()).isEqualTo(1);
    }

    @Test
    void aSendThatHangsIsInterruptedAtTheStopAndCountsAsNotSent() throws Exception {
        log.append(0, Readings.bytes("a", 1));
        sink.hang();
        Uplink uplink = uplink();
        uplink.start();
        sink.awaitHanging();

        uplink.close();

        awaitClosed();
        assertThat(log.open().lag()).isEqualTo(1);
    }

    @Test
    void anUplinkThatWasNeverStartedClosesToo() {
        uplink().close();

        awaitClosed();
    }

    @Test
    void aDiskThatFailsAtTheEndLeavesNoCursorOpen() {
        Uplink uplink = uplink();
        log.breakDisk(true);

        uplink.close();

        awaitClosed();
    }

    @Test
    void aDiskThatFailsIsWaitedFor() {
        log.breakDisk(true);
        log.append(0, Readings.bytes("a", 1));
        try (Uplink uplink = uplink()) {
            uplink.start();
            soon().until(() -> uplink.status().trouble().isPresent());
            assertThat(uplink.status().trouble()).get().asString().contains("the disk is away");

            log.breakDisk(false);

            soon().until(() -> uplink.accounts().pending() == 0);
        }
    }
}
