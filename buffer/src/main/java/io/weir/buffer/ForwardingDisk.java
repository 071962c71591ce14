package io.weir.buffer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Hands everything to another disk; made for those that watch or change a part of it. */
abstract class ForwardingDisk implements Disk {
    private final Disk disk;

    ForwardingDisk(Disk disk) {
        this.disk = disk;
    }

    @Override
    public RawFile open(Path file, boolean writable) throws IOException {
        return disk.open(file, writable);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
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
    public void walk(Path directory, Visitor visitor) throws IOException {
        disk.walk(directory, visitor);
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

    /** The same for one of its files. */
    abstract static class ForwardingFile implements RawFile {
        private final RawFile raw;

        ForwardingFile(RawFile raw) {
            this.raw = raw;
        }

        @Override
        public int read(long position, byte[] into, int at, int length) throws IOException {
            return raw.read(position, into, at, length);
        }

        @Override
        public void write(long position, byte[] from, int at, int length) throws IOException {
            raw.write(position, from, at, length);
        }

        @Override
        public long length() throws IOException {
            return raw.length();
        }

        @Override
        public long dataEnd() throws IOException {
            return raw.dataEnd();
        }

        @Override
        public void setLength(long bytes) throws IOException {
            raw.setLength(bytes);
        }

        @Override
        public void sync() throws IOException {
            raw.sync();
        }

        @Override
        public void close() throws IOException {
            raw.close();
        }
    }
}
