package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A buffer that is full when it is opened, by an owner who asks for room and appends only if there is some. */
class FullStartTest {
    private static final long MIB = 1 << 20;
    private static final int GROUP_BYTES = 60_000;

    @TempDir
    private Path directory;

    private final LogConfig config = LogConfig.defaults(Clock.systemUTC(), 7)
            .withSegmentSize(MIB)
            .withCursorSync(Duration.ofMillis(20))
            .withDiskReserve(0, 0);

    @BeforeEach
    void fillUp() throws Exception {
        try (RecordLog log = RecordLog.open(directory, config.withMaxSize(28 * MIB, WhenFull.REJECT));
                Cursor cursor = log.cursor("up", Numbered.STREAMS, new Start.Oldest())) {
            while (log.hasRoom(GROUP_BYTES)) {
                Numbered.append(log, 300);
            }
            assertThat(cursor.lag()).isEqualTo(log.stats().next().value());
        }
    }

    @Test
    void whatIsDeliveredGoes() throws Exception {
        try (RecordLog log = RecordLog.open(directory, config.withMaxSize(22 * MIB, WhenFull.REJECT));
                Cursor cursor = log.cursor("up", Numbered.STREAMS, new Start.Oldest())) {
            assertThat(log.hasRoom(GROUP_BYTES)).isFalse();
            cursor.read(Integer.MAX_VALUE, Long.MAX_VALUE, Duration.ZERO);

            cursor.commit(log.stats().next(), ByteBuffer.allocate(0));

            Awaitility.await().until(() -> log.hasRoom(GROUP_BYTES));
            Numbered.append(log, 300);
        }
    }

    @Test
    void underASmallerQuotaTheOldestGo() throws Exception {
        try (RecordLog log = RecordLog.open(directory, config.withMaxSize(22 * MIB, WhenFull.DROP_OLDEST));
                Cursor cursor = log.cursor("up", Numbered.STREAMS, new Start.Oldest())) {
            assertThat(log.hasRoom(GROUP_BYTES)).isFalse();

            Awaitility.await().until(() -> log.hasRoom(GROUP_BYTES));
            Numbered.append(log, 300);
            assertThat(cursor.standing().expired()).containsOnlyKeys(Expiry.MAX_SIZE);
        }
    }
}
