package io.weir.gateway.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.buffer.Entry;
import io.weir.buffer.Group;
import io.weir.buffer.Inspection;
import io.weir.buffer.RecordLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that forgets is found out wherever it has forgotten. */
class NumbersTest {
    private static final long SMALL_QUOTA = 32L << 20;
    private static final int GROUP = 5000;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private long write(int groups, long quotaBytes) throws IOException {
        try (RecordLog log = RecordLog.open(folder, Numbers.config(quotaBytes))) {
            for (int i = 0; i < groups; i++) {
                long next = log.stats().next().value();
                List<Entry> entries = LongStream.range(next, next + GROUP)
                        .mapToObj(Numbers::entry)
                        .toList();
                log.append(new Group(entries));
                log.commit();
                log.tidy();
            }
            return log.stats().next().value();
        }
    }

    private Inspection.SegmentView loseOldest() throws IOException {
        Inspection.SegmentView oldest = RecordLog.inspect(folder).segments().get(0);
        Files.delete(oldest.file());
        return oldest;
    }

    @Test
    void theBeginningMayNotBeMissing() throws Exception {
        long acked = write(6, 1L << 30);
        assertThat(Numbers.verify(folder, acked, 1L << 30).isClean()).isTrue();

        long lost = loseOldest().end().value();

        assertThat(Numbers.verify(folder, acked, 1L << 30).lost()).isEqualTo(lost);
        assertThat(Numbers.verify(folder, 10, 1L << 30).lost()).isEqualTo(10);
    }

    @Test
    void whatTheQuotaHasDeletedIsNotLostButWhatIsMissingBehindItIs() throws Exception {
        long acked = write(60, SMALL_QUOTA);
        assertThat(RecordLog.inspect(folder).stats().first().value()).isPositive();
        assertThat(Numbers.verify(folder, acked, SMALL_QUOTA).isClean()).isTrue();

        Inspection.SegmentView lost = loseOldest();

        assertThat(Numbers.verify(folder, acked, SMALL_QUOTA).lost())
                .isEqualTo(lost.end().value() - lost.first().value());
    }
}
