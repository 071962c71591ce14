package io.weir.buffer;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** The next segment, made ahead so that a commit need not wait for it. Any thread. */
final class Spare implements Closeable {
    private final Disk disk;
    private final Layout layout;
    private long nextGeneration;
    private volatile Optional<SegmentWriter> ready = Optional.empty();

    Spare(Disk disk, Layout layout, long nextGeneration) {
        this.disk = disk;
        this.layout = layout;
        this.nextGeneration = nextGeneration;
    }

    /** No segment has or had this generation. */
    synchronized long nextGeneration() {
        return nextGeneration;
    }

    /** For a segment that is made elsewhere. */
    synchronized Block.Home claim() {
        return layout.home(nextGeneration++);
    }

    synchronized void prepare() throws IOException {
        if (ready.isEmpty()) {
            ready = Optional.of(make());
        }
    }

    /** Never waits. */
    boolean isReady() {
        return ready.isPresent();
    }

    synchronized SegmentWriter take() throws IOException {
        SegmentWriter taken = ready.isPresent() ? ready.get() : make();
        ready = Optional.empty();
        return taken;
    }

    private SegmentWriter make() throws IOException {
        return SegmentWriter.create(disk, layout.log(), layout.home(nextGeneration++));
    }

    /** Never waits. */
    long lengthBytes() {
        return ready.map(SegmentWriter::lengthBytes).orElse(0L);
    }

    /** Leaves no empty file behind. */
    @Override
    public synchronized void close() throws IOException {
        if (ready.isPresent()) {
            SegmentWriter unused = ready.get();
            ready = Optional.empty();
            unused.abandon();
            disk.delete(unused.file());
        }
    }
}
