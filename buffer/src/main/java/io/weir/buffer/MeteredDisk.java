package io.weir.buffer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what is written and synced, and what could not be deleted. Once it is closed it changes nothing: the directory may
 * belong to another process.
 */
final class MeteredDisk extends ForwardingDisk implements Closeable {
    private final LongAdder fsyncs = new LongAdder();
    private final LongAdder writtenBytes = new LongAdder();
    private final LongAdder failedDeletions = new LongAdder();
    private volatile boolean closed;

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
        if (writable) {
            requireOpen();
        }
        RawFile raw = super.open(file, writable);
        return writable ? new MeteredFile(raw) : raw;
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        requireOpen();
        fsyncs.increment();
        super.syncDirectory(directory);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        requireOpen();
        super.rename(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        requireOpen();
        try {
            super.delete(file);
        } catch (IOException e) {
            failedDeletions.increment();
            throw e;
        }
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("The log is closed");
        }
    }

    /** What is open can still be read. */
    @Override
    public void close() {
        closed = true;
    }

    private final class MeteredFile extends ForwardingFile {
        MeteredFile(RawFile raw) {
            super(raw);
        }

        @Override
        public void write(long position, byte[] from, int at, int length) throws IOException {
            requireOpen();
            writtenBytes.add(length);
            super.write(position, from, at, length);
        }

        @Override
        public void setLength(long bytes) throws IOException {
            requireOpen();
            super.setLength(bytes);
        }

        @Override
        public void sync() throws IOException {
            requireOpen();
            fsyncs.increment();
            super.sync();
        }
    }
}
