package io.weir.buffer;

import java.io.IOException;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A {@link Scan} over files that a running gateway may delete or rewrite meanwhile. When one is gone the directory is
 * looked at again, and the scan goes on behind what it has shown.
 */
final class RepeatedScan implements Scan {
    /** So often without a step forward; each time the gateway must have been faster than one look. */
    private static final int TRIES = 20;

    private final Disk disk;
    private final Look look;
    private final Set<Integer> streams;
    private final Consumer<Segment> doubts;
    private Store store;
    private LogScan scan;
    private long nextOffset;
    private int tries;

    /** Looks at the directory as it is now. */
    @FunctionalInterface
    interface Look {
        Store again() throws IOException;
    }

    /** {@code doubts}: is told of segments that are there and seem to miss something. */
    RepeatedScan(Disk disk, Store store, Look look, long from, Set<Integer> streams, Consumer<Segment> doubts) {
        this.disk = disk;
        this.look = look;
        this.streams = streams;
        this.doubts = doubts;
        this.store = store;
        this.nextOffset = from;
        this.scan = new LogScan(store, from, streams);
    }

    @Override
    public boolean hasNext() throws IOException {
        boolean has = scan.hasNext();
        while (lacksAFile() && tries < TRIES) {
            tries++;
            scan.close();
            store = look.again();
            scan = new LogScan(store, nextOffset, streams);
            has = scan.hasNext();
        }
        return has;
    }

    /** Whether something was passed over because its file is not there any more. */
    private boolean lacksAFile() throws IOException {
        boolean lacks = false;
        for (Segment damaged = store.nextDamaged(); damaged != null; damaged = store.nextDamaged()) {
            boolean there = disk.exists(damaged.file());
            if (there) {
                doubts.accept(damaged);
            }
            lacks |= !there;
        }
        return lacks;
    }

    @Override
    public LogRecord next() throws IOException {
        if (!hasNext()) {
            throw new NoSuchElementException("The scan has reached its end");
        }
        LogRecord entry = scan.next();
        nextOffset = entry.offset().value() + 1;
        tries = 0;
        return entry;
    }

    @Override
    public void close() throws IOException {
        scan.close();
    }
}
