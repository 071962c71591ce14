package io.weir.buffer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ends before one of the changes that are made to it, as if the process were killed there: from then on nothing changes any
 * more. A write in which it ends may be done in part. It syncs nothing: a kill, unlike a power cut, leaves the page cache.
 * Any thread.
 */
final class MortalDisk extends ForwardingDisk implements Closeable {
    private final AtomicLong left;
    private final SplittableRandom random;
    private final Queue<RawFile> files = new ConcurrentLinkedQueue<>();

    MortalDisk(Disk disk, long changes, SplittableRandom random) {
        super(disk);
        this.left = new AtomicLong(changes);
        this.random = random;
    }

    boolean hasEnded() {
        return left.get() < 0;
    }

    /** True for the one change in which it ends. */
    private boolean isLast() throws IOException {
        long now = left.decrementAndGet();
        if (now < -1) {
            throw ended();
        }
        return now == -1;
    }

    private void change() throws IOException {
        if (isLast()) {
            throw ended();
        }
    }

    private static IOException ended() {
        return new IOException("The process was ended here");
    }

    @Override
    public RawFile open(Path file, boolean writable) throws IOException {
        if (writable) {
            change();
        } else if (hasEnded()) {
            throw ended();
        }
        RawFile raw = super.open(file, writable);
        files.add(raw);
        return new MortalFile(raw);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        change();
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        change();
        super.rename(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        change();
        super.delete(file);
    }

    @Override
    public void makeDirectory(Path directory) throws IOException {
        change();
        super.makeDirectory(directory);
    }

    /** A process that ends leaves no file open. */
    @Override
    public void close() throws IOException {
        for (RawFile file : files) {
            file.close();
        }
    }

    private final class MortalFile extends ForwardingFile {
        MortalFile(RawFile raw) {
            super(raw);
        }

        @Override
        public void write(long position, byte[] from, int at, int length) throws IOException {
            boolean last = isLast();
            super.write(position, from, at, last ? random.nextInt(length + 1) : length);
            if (last) {
                throw ended();
            }
        }

        @Override
        public void setLength(long bytes) throws IOException {
            change();
            super.setLength(bytes);
        }

        @Override
        public void sync() throws IOException {
            change();
        }
    }
}
