package io.weir.buffer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Counts what is written and synced. */
final class MeteredDisk implements Disk {
    private final Disk disk;
    private final LongAdder fsyncs = new LongAdder();
    private final LongAdder writtenBytes = new LongAdder();

    MeteredDisk(Disk disk) {
        this.disk = disk;
    }

    long fsyncs() {
        return fsyncs.sum();
    }

    long writtenBytes() {
        return writtenBytes.sum();
    }

    @Override
    public RawFile open(Path file, boolean writable) throws IOException {
        RawFile raw = disk.open(file, writable);
        return writable ? new MeteredFile(raw) : raw;
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        fsyncs.increment();
        disk.syncDirectory(directory);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        disk.delete(file);
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        return disk.list(directory);
    }

    @Override
    public boolean exists(Path file) throws IOException {
        return disk.exists(file);
    }

    @Override
    public void makeDirectory(Path directory) throws IOException {
        disk.makeDirectory(directory);
    }

    @Override
    public Closeable lock(Path directory) throws IOException {
        return disk.lock(directory);
    }

    @Override
    public long usableBytes(Path directory) throws IOException {
        return disk.usableBytes(directory);
    }

    private final class MeteredFile implements RawFile {
        private final RawFile raw;

        MeteredFile(RawFile raw) {
            this.raw = raw;
        }

        @Override
        public int read(long position, byte[] into, int at, int length) throws IOException {
            return raw.read(position, into, at, length);
        }

        @Override
        public void write(long position, byte[] from, int at, int length) throws IOException {
            writtenBytes.add(length);
            raw.write(position, from, at, length);
        }

        @Override
        public long length() throws IOException {
            return raw.length();
        }

        @Override
        public void setLength(long bytes) throws IOException {
            raw.setLength(bytes);
        }

        @Override
        public void sync() throws IOException {
            fsyncs.increment();
            raw.sync();
        }

        @Override
        public void close() throws IOException {
            raw.close();
        }
    }
}
