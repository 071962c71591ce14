package io.weir.buffer.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** What the disk can do: lengths and bytes at the end of one file, and fdatasync. Cannot be read back after damage. */
final class PlainFile implements Contender {
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(4 << 20);
    private final FileChannel file;

    PlainFile(Path folder) throws IOException {
        file = FileChannel.open(folder.resolve("plain"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    @Override
    public void store(List<byte[]> group) throws IOException {
        fill(buffer, group);
        while (buffer.hasRemaining()) {
            file.write(buffer);
        }
        file.force(false);
    }

    static void fill(ByteBuffer buffer, List<byte[]> group) {
        buffer.clear();
        group.forEach(record -> buffer.putInt(record.length).put(record));
        buffer.flip();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
