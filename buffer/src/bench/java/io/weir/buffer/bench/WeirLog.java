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
import java.util.List;
import java.util.Set;

/** Ours, as a gateway has it but for the reserve on the disk. */
final class WeirLog implements Contender {
    private static final int STREAM = 16;

    private final RecordLog log;
    private long time;

    static LogConfig config() {
        return LogConfig.defaults(Clock.systemUTC(), 1).withDiskReserve(0, 0);
    }

    WeirLog(Path folder) throws IOException {
        log = RecordLog.open(folder, config());
        log.cursor("nobody", Set.of(STREAM), new Start.Oldest()).close();
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
