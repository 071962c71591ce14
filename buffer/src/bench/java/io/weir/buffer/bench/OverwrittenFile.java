package io.weir.buffer.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** As {@link PlainFile}, over a file that was filled before: no commit changes a size or allocates. */
final class OverwrittenFile implements Contender {
    private static final long SIZE_BYTES = 64L << 20;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(4 << 20);
    private final FileChannel file;
    private long position;

    OverwrittenFile(Path folder) throws IOException {
        file = FileChannel.open(folder.resolve("filled"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        ByteBuffer zeros =
                ByteBuffer.allocateDirect(4096); // larger ones make larger pages, which count as written whole
        for (long at = 0; at < SIZE_BYTES; at += zeros.capacity()) {
            zeros.clear();
            file.write(zeros, at);
        }
        file.force(true);
    }

    @Override
    public void store(List<byte[]> group) throws IOException {
        PlainFile.fill(buffer, group);
        if (position + buffer.remaining() > SIZE_BYTES) {
            position = 0;
        }
        while (buffer.hasRemaining()) {
            position += file.write(buffer, position);
        }
        file.force(false);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
