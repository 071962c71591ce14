package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** How far a position may fall back when the power goes. */
class CursorSyncTest {
    private static final Path DIRECTORY = Path.of("buffer");

    private final MemoryDisk disk = new MemoryDisk(new SplittableRandom(1));

    private DiskLog open(Duration sync) throws Exception {
        LogConfig config =
                LogConfig.defaults(Clock.systemUTC(), 7).withDiskReserve(0, 0).withCursorSync(sync);
        return DiskLog.open(DIRECTORY, config, disk, false);
    }

    private static Cursor cursor(RecordLog log) throws Exception {
        return log.cursor("up", Set.of(0, 1, 2), new Start.Oldest());
    }

    /** One turn of the upkeep later. */
    private Offset positionAfterAPowerCut(Duration sync) throws Exception {
        DiskLog log = open(sync);
        Cursor cursor = cursor(log);
        log.append(Numbered.group(0, 100));
        log.commit();
        cursor.read(40, 1 << 20, Duration.ZERO);
        cursor.commit(new Offset(40), ByteBuffer.allocate(0));

        assertThat(log.upkeep().turn(true)).isFalse();

        disk.cutPower();
        return cursor(open(sync)).standing().position();
    }

    @Test
    void aPositionIsDurableWhenItsTimeIsOverAlthoughNobodyAsks() throws Exception {
        assertThat(positionAfterAPowerCut(Duration.ZERO)).isEqualTo(new Offset(40));
    }

    /** Each sync costs flash. */
    @Test
    void beforeThatItIsNot() throws Exception {
        assertThat(positionAfterAPowerCut(Duration.ofDays(1))).isEqualTo(Offset.FIRST);
    }
}
