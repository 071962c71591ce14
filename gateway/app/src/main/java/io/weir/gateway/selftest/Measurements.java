package io.weir.gateway.selftest;

import io.weir.buffer.Entry;
import io.weir.buffer.Group;
import io.weir.buffer.LogConfig;
import io.weir.buffer.RecordLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;

/** Times syncs, through our own log and beside it. One thread; everything below its folder is its own. */
final class Measurements {

    private static final int READING_BYTES = 200;
    private static final int BLOCK_BYTES = 4096;
    private static final int MOST = 20_000;
    private static final int COUNTED_COMMITS = 15;
    private static final int BULK_GROUP = 5_000;
    private static final long BULK_MOST_BYTES = 64L << 20;

    private final Path folder;
    private final Duration each;
    private final Clock clock;

    Measurements(Path folder, Duration each, Clock clock) {
        this.folder = folder;
        this.each = each;
        this.clock = clock;
    }

    Measured run() throws IOException {
        Latencies append = append();
        Latencies overwrite = overwrite(true);
        Latencies unsynced = overwrite(false);
        LogConfig config = LogConfig.defaults(clock, 1).withDiskReserve(0, 0);
        try (RecordLog log = RecordLog.open(folder.resolve("log"), config)) {
            commit(log, 1); // makes its files
            Latencies group = Latencies.of(each, MOST, () -> commit(log, 1));
            Latencies groups = Latencies.of(each, MOST, () -> commit(log, 100));
            return new Measured(group, groups, append, overwrite, unsynced, bulk(log), commitBytes(log));
        }
    }

    /** The median of some commits: what the log writes now and then beside them would spoil the mean of a few. */
    private static long commitBytes(RecordLog log) throws IOException {
        long[] written = new long[COUNTED_COMMITS];
        for (int i = 0; i < written.length; i++) {
            long before = log.stats().bytesWritten();
            commit(log, 1);
            written[i] = log.stats().bytesWritten() - before;
        }
        Arrays.sort(written);
        return Math.max(0, written[written.length / 2] - READING_BYTES);
    }

    private static void commit(RecordLog log, int readings) throws IOException {
        log.append(new Group(Collections.nCopies(readings, new Entry(16, 0, ByteBuffer.allocate(READING_BYTES)))));
        log.commit();
    }

    private double bulk(RecordLog log) throws IOException {
        int most = (int) (BULK_MOST_BYTES / (BULK_GROUP * READING_BYTES));
        Latencies bulk = Latencies.of(each, most, () -> commit(log, BULK_GROUP));
        return bulk.perSecond() * BULK_GROUP * READING_BYTES;
    }

    /** What any durable log must at least do. */
    private Latencies append() throws IOException {
        Path file = folder.resolve("append");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND)) {
            return Latencies.of(each, MOST, () -> {
                channel.write(ByteBuffer.allocate(BLOCK_BYTES));
                channel.force(false);
            });
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** The least that a sync can be: no size changes, no new place on the disk. */
    private Latencies overwrite(boolean synced) throws IOException {
        Path file = folder.resolve("overwrite");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(BLOCK_BYTES), 0);
            channel.force(true);
            return Latencies.of(each, MOST, () -> {
                channel.write(ByteBuffer.allocate(BLOCK_BYTES), 0);
                if (synced) {
                    channel.force(false);
                }
            });
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
