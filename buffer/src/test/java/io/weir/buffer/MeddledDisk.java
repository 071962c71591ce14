package io.weir.buffer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A disk on which somebody else does something, once, between two reads. */
final class MeddledDisk implements Disk {
    private final Disk disk;
    private Optional<Meddling> meddling = Optional.empty();
    private long atPosition = Long.MAX_VALUE;
    private String atListing = "";
    private boolean meddled;

    /** What the other one does. */
    @FunctionalInterface
    interface Meddling {
        void run() throws IOException;
    }

    MeddledDisk(Disk disk) {
        this.disk = disk;
    }

    /** After the first read at this place of any file. */
    void afterRead(long position, Meddling what) {
        atPosition = position;
        meddling = Optional.of(what);
    }

    /** Before the first listing of the folder of this name. */
    void beforeListing(String folder, Meddling what) {
        atListing = folder;
        meddling = Optional.of(what);
    }

    boolean hasMeddled() {
        return meddled;
    }

    private void meddle() throws IOException {
        if (meddling.isPresent()) {
            Meddling what = meddling.get();
            meddling = Optional.empty();
            meddled = true;
            what.run();
        }
    }

    @Override
    public RawFile open(Path file, boolean writable) throws IOException {
        RawFile raw = disk.open(file, writable);
        return file.toString().contains("log") ? new MeddledFile(raw) : raw;
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
        if (directory.endsWith(atListing)) {
            meddle();
        }
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

    private final class MeddledFile implements RawFile {
        private final RawFile raw;

        MeddledFile(RawFile raw) {
            this.raw = raw;
        }

        @Override
        public int read(long position, byte[] into, int at, int length) throws IOException {
            int read = raw.read(position, into, at, length);
            if (position == atPosition && length == 1 << 20) {
                meddle();
            }
            return read;
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
