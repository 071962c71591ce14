package io.weir.gateway.core;

import io.weir.buffer.Checkpoint;
import io.weir.buffer.Checkpoints;
import io.weir.buffer.Cursor;
import io.weir.buffer.Group;
import io.weir.buffer.LogStats;
import io.weir.buffer.Offset;
import io.weir.buffer.RecordLog;
import io.weir.buffer.Scan;
import io.weir.buffer.Start;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/** A real log whose disk fails when the test says so. The faults are asked on the thread that writes. */
public final class FaultyLog implements RecordLog {

    /** A place at which the disk may fail. */
    public enum Place {
        BEFORE_APPEND,
        BEFORE_COMMIT,
        AFTER_COMMIT,
        REOPEN,
        BEFORE_CHECKPOINT,
        AFTER_CHECKPOINT
    }

    /** Throws to make the operation fail. */
    @FunctionalInterface
    public interface Fault {
        void at(Place place) throws IOException;
    }

    private final RecordLog real;
    private final Semaphore gate = new Semaphore(1);
    private volatile Fault fault = place -> {};
    private volatile boolean room = true;

    public FaultyLog(RecordLog real) {
        this.real = real;
    }

    public void fails(Fault next) {
        fault = next;
    }

    void hasRoom(boolean answer) {
        room = answer;
    }

    /** Commits wait from now on until {@link #goOn}. */
    void hold() {
        gate.acquireUninterruptibly();
    }

    /** Whether a commit is waiting now: everything before it was appended. */
    boolean isHolding() {
        return gate.hasQueuedThreads();
    }

    void goOn() {
        gate.release();
    }

    @Override
    public Offset append(Group group) throws IOException {
        fault.at(Place.BEFORE_APPEND);
        return real.append(group);
    }

    @Override
    public void commit() throws IOException {
        gate.acquireUninterruptibly();
        try {
            fault.at(Place.BEFORE_COMMIT);
            real.commit();
            fault.at(Place.AFTER_COMMIT);
        } finally {
            gate.release();
        }
    }

    @Override
    public Offset reopen() throws IOException {
        fault.at(Place.REOPEN);
        return real.reopen();
    }

    @Override
    public Cursor cursor(String name, Set<Integer> streams, Start start) throws IOException {
        return real.cursor(name, streams, start);
    }

    @Override
    public Set<String> cursorNames() {
        return real.cursorNames();
    }

    @Override
    public void forget(String cursorName) throws IOException {
        real.forget(cursorName);
    }

    @Override
    public Scan scan(Offset from, Set<Integer> streams) throws IOException {
        return real.scan(from, streams);
    }

    @Override
    public Checkpoints checkpoints() {
        Checkpoints saved = real.checkpoints();
        return new Checkpoints() {
            @Override
            public void save(Offset at, ByteBuffer state) throws IOException {
                fault.at(Place.BEFORE_CHECKPOINT);
                saved.save(at, state);
                fault.at(Place.AFTER_CHECKPOINT);
            }

            @Override
            public Optional<Checkpoint> newest() throws IOException {
                return saved.newest();
            }

            @Override
            public Optional<Offset> oldestKept() {
                return saved.oldestKept();
            }
        };
    }

    @Override
    public LogStats stats() {
        return real.stats();
    }

    @Override
    public boolean hasRoom(long bytes) {
        return room && real.hasRoom(bytes);
    }

    @Override
    public void tidy() throws IOException {
        real.tidy();
    }

    @Override
    public void close() throws IOException {
        real.close();
    }
}
