package io.weir.buffer.bench;

import java.nio.file.Path;
import java.util.List;
import net.openhft.chronicle.bytes.SyncMode;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;

/** Chronicle Queue with {@code SyncMode.SYNC} and a sync for every group: its default syncs nothing. */
final class Chronicle implements Contender {
    private final SingleChronicleQueue queue;
    private final ExcerptAppender appender;

    Chronicle(Path folder) {
        queue = SingleChronicleQueueBuilder.binary(folder)
                .syncMode(SyncMode.SYNC)
                .build();
        appender = queue.createAppender();
    }

    @Override
    public void store(List<byte[]> group) {
        for (byte[] record : group) {
            try (DocumentContext document = appender.writingDocument()) {
                document.wire().bytes().write(record);
            }
        }
        appender.sync();
    }

    @Override
    public void close() {
        appender.close();
        queue.close();
    }
}
