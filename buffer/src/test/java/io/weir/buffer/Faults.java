package io.weir.buffer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What is to go wrong on a {@link MemoryDisk}, counted in operations that change something. One thread. */
final class Faults {
    private long operations;
    private long failIn = Long.MAX_VALUE;
    private long dieIn = Long.MAX_VALUE;
    private String failure = "";
    private Optional<String> diedIn = Optional.empty();
    private boolean readOnly;

    void failIn(long operationsFromNow, String message) {
        failIn = operations + operationsFromNow;
        failure = message;
    }

    void failNoMore() {
        failIn = Long.MAX_VALUE;
    }

    void dieIn(long operationsFromNow) {
        dieIn = operations + operationsFromNow;
        failure = "The end";
    }

    Optional<String> diedIn() {
        return diedIn;
    }

    void readOnly(boolean only) {
        readOnly = only;
    }

    /** The process is gone, and with it what was to happen to it. */
    void endProcess() {
        failNoMore();
        dieIn = Long.MAX_VALUE;
        diedIn = Optional.empty();
    }

    /** Whether this operation is done in part only and then ends with the {@link #failure}. Throws if nothing of it may be done. */
    boolean fails(String operation, Path name) throws IOException {
        if (readOnly) {
            throw new IOException("Read-only file system");
        }
        long now = operations++;
        if (now > dieIn) {
            throw new IOException(failure);
        }
        if (now == dieIn) {
            diedIn = Optional.of(operation + " " + name);
        }
        return now == failIn || now == dieIn;
    }

    IOException failure() {
        return new IOException(failure);
    }

    /** Of an operation that is done as a whole or not at all. */
    void mayFail(String operation, Path name) throws IOException {
        if (fails(operation, name)) {
            throw failure();
        }
    }
}
