package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/** Entries whose whole content follows from their offset, so that any process can tell a true one. */
final class Numbered {
    static final Set<Integer> STREAMS = Set.of(0, 1, 2);

    private Numbered() {}

    static long end(RecordLog log) {
        return log.stats().next().value();
    }

    /** The next group, committed. */
    static void append(RecordLog log, int size) throws IOException {
        log.append(group(end(log), size));
        log.commit();
    }

    /** Of what a scan finds, which is closed; each must be true. */
    static List<Long> offsets(Scan scan) throws IOException {
        List<Long> offsets = new ArrayList<>();
        try (scan) {
            while (scan.hasNext()) {
                LogRecord entry = scan.next();
                expectTrue(entry);
                offsets.add(entry.offset().value());
            }
        }
        return offsets;
    }

    static void expectAllFrom(long first, RecordLog log) throws IOException {
        assertThat(offsets(log.scan(new Offset(first), STREAMS)))
                .isEqualTo(LongStream.range(first, end(log)).boxed().toList());
        assertThat(log.stats().gaps()).isEmpty();
    }

    static Group group(long first, int size) {
        List<Entry> entries = new ArrayList<>();
        for (long offset = first; offset < first + size; offset++) {
            entries.add(new Entry(stream(offset), offset * 10, bytes(offset)));
        }
        return new Group(entries);
    }

    static int stream(long offset) {
        return (int) (offset % 3);
    }

    private static ByteBuffer bytes(long offset) {
        SplittableRandom random = new SplittableRandom(offset);
        byte[] bytes = new byte[8 + random.nextInt(200)];
        random.nextBytes(bytes);
        return ByteBuffer.wrap(bytes).putLong(0, offset);
    }

    static void expectTrue(LogRecord entry) {
        long offset = entry.offset().value();
        assertThat(entry.bytes()).isEqualTo(bytes(offset));
        assertThat(entry.stream()).isEqualTo(stream(offset));
        assertThat(entry.timeMillis()).isEqualTo(offset * 10);
    }
}
