package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Entries whose whole content follows from their offset, so that any process can tell a true one. */
final class Numbered {
    private Numbered() {}

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
