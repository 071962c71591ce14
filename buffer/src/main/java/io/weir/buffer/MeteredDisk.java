package io.weir.buffer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.LongAdder;

/** Counts what is written and synced. */
final class MeteredDisk extends ForwardingDisk {
    private final LongAdder fsyncs = new LongAdder();
    private final LongAdder writtenBytes = new LongAdder();

    MeteredDisk(Disk disk) {
        super(disk);
    }

    long fsyncs() {
        return fsyncs.sum();
    }

    long writtenBytes() {
        return writtenBytes.sum();
    }

    @Override
    public RawFile open(Path file, boolean writable) throws IOException {
        RawFile raw = super.open(file, writable);
        return writable ? new MeteredFile(raw) : raw;
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        fsyncs.increment();
        super.syncDirectory(directory);
    }

    private final class MeteredFile extends ForwardingFile {
        MeteredFile(RawFile raw) {
            super(raw);
        }

        @Override
        public void write(long position, byte[] from, int at, int length) throws IOException {
            writtenBytes.add(length);
            super.write(position, from, at, length);
        }

        @Override
        public void sync() throws IOException {
            fsyncs.increment();
            super.sync();
        }
    }
}
