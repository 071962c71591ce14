package io.weir.buffer.bench;

import io.weir.buffer.Entry;
import io.weir.buffer.Group;
import io.weir.buffer.LogConfig;
import io.weir.buffer.RecordLog;
import io.weir.buffer.Start;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Ours, as a gateway has it but for the reserve on the disk. Either every record waits for a cursor, so that all segments are
 * new, or nobody needs any, as when uplinks keep up, so that segments are made over old ones.
 */
final class WeirLog implements Contender {
    private static final int STREAM = 16;

    private final RecordLog log;
    private long time;

    static LogConfig config() {
        return LogConfig.defaults(Clock.systemUTC(), 1).withDiskReserve(0, 0);
    }

    private WeirLog(Path folder) throws IOException {
        log = RecordLog.open(folder, config());
    }

    static WeirLog keeping(Path folder) throws IOException {
        WeirLog keeping = new WeirLog(folder);
        keeping.log.cursor("nobody", Set.of(STREAM), new Start.Oldest()).close();
        return keeping;
    }

    /** Begins when it has been at work for a while. */
    static WeirLog recycling(Path folder) throws IOException {
        WeirLog recycling = new WeirLog(folder);
        List<byte[]> group = Collections.nCopies(1000, new byte[1000]);
        for (int i = 0; i < 6 * 17; i++) {
            recycling.store(group);
            recycling.log.tidy();
        }
        return recycling;
    }

    @Override
    public void store(List<byte[]> group) throws IOException {
        log.append(group(group, ++time));
        log.commit();
    }

    static Group group(List<byte[]> records, long time) {
        List<Entry> entries = new ArrayList<>(records.size());
        for (byte[] record : records) {
            entries.add(new Entry(STREAM, time, ByteBuffer.wrap(record)));
        }
        return new Group(entries);
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
