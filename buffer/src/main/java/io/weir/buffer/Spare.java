package io.weir.buffer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The next segment, made ahead so that a commit need not wait for it. Any thread. */
final class Spare implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(Spare.class);

    private final Disk disk;
    private final Layout layout;
    private final Recycled recycled;
    private long nextGeneration;
    private volatile Optional<SegmentWriter> ready = Optional.empty();

    Spare(Disk disk, Layout layout, Recycled recycled, long nextGeneration) {
        this.disk = disk;
        this.layout = layout;
        this.recycled = recycled;
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

    /** {@code owner} knows of it before anybody else can ask whose it is. */
    synchronized SegmentWriter take(Consumer<SegmentWriter> owner) throws IOException {
        SegmentWriter taken = ready.isPresent() ? ready.get() : make();
        owner.accept(taken);
        ready = Optional.empty();
        return taken;
    }

    private SegmentWriter make() throws IOException {
        Optional<Path> old = recycled.take();
        if (old.isPresent()) {
            try {
                return SegmentWriter.over(disk, old.get(), layout.log(), layout.home(nextGeneration++));
            } catch (IOException e) {
                log.warn("An old file cannot be used again file={} cause={}", old.get(), e.getMessage());
                discard(old.get());
            }
        }
        return SegmentWriter.create(disk, layout.log(), layout.home(nextGeneration++));
    }

    private void discard(Path old) {
        try {
            disk.delete(old);
        } catch (IOException e) {
            log.warn("An old file cannot be deleted now and will be later file={} cause={}", old, e.getMessage());
        }
    }

    /** Gives up what a new segment could do without. */
    synchronized void giveBack() throws IOException {
        recycled.giveBack();
        if (lengthBytes() > Quota.PAGE_BYTES) {
            drop();
        }
    }

    /** Never waits. */
    OptionalLong generation() {
        Optional<SegmentWriter> now = ready;
        return now.isPresent() ? OptionalLong.of(now.get().home().generation()) : OptionalLong.empty();
    }

    /** Never waits. */
    long lengthBytes() {
        return ready.map(SegmentWriter::lengthBytes).orElse(0L);
    }

    /** Leaves no empty file behind. */
    @Override
    public synchronized void close() throws IOException {
        recycled.giveBack();
        drop();
    }

    private void drop() throws IOException {
        if (ready.isPresent()) {
            SegmentWriter unused = ready.get();
            disk.delete(unused.file()); // if it stays it can still be used
            ready = Optional.empty();
            unused.abandon();
        }
    }
}
