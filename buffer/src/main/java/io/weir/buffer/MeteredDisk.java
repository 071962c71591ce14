package io.weir.buffer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.LongAdder;

/** Counts what is written and synced, and what could not be deleted. */
final class MeteredDisk extends ForwardingDisk {
    private final LongAdder fsyncs = new LongAdder();
    private final LongAdder writtenBytes = new LongAdder();
    private final LongAdder failedDeletions = new LongAdder();

    MeteredDisk(Disk disk) {
        super(disk);
    }

    long fsyncs() {
        return fsyncs.sum();
    }

    long writtenBytes() {
        return writtenBytes.sum();
    }

    /** How often a file stayed that was to be deleted. */
    long failedDeletions() {
        return failedDeletions.sum();
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

    @Override
    public void delete(Path file) throws IOException {
        try {
            super.delete(file);
        } catch (IOException e) {
            failedDeletions.increment();
            throw e;
        }
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
