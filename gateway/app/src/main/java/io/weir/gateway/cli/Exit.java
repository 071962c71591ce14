package io.weir.gateway.cli;

import io.weir.buffer.DirectoryLockedException;
import io.weir.buffer.UnknownKeyException;
import io.weir.gateway.BufferKeys;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;

/** Exit codes: part of the contract with scripts and systemd. */
final class Exit {

    static final int DONE = 0;
    static final int BUG = 1;
    /** The configuration or the command line is wrong. */
    static final int BAD_INPUT = 2;
    /** The data directory is locked, a port is taken, a file cannot be read. */
    static final int SURROUNDINGS = 3;
    /** Damage was found, or a ledger does not balance. */
    static final int DAMAGE = 4;

    private Exit() {}

    /** Says what went wrong and gives the code for it. */
    static int of(Exception e, PrintWriter err) {
        if (e instanceof NoSuchFileException missing) {
            err.println("error: there is no file " + missing.getFile());
            return BAD_INPUT;
        }
        if (e instanceof UnknownKeyException) {
            err.println(
                    "error: " + e.getMessage() + ". The key belongs into buffer.encryption of the configuration; for a"
                            + " command, name a file that holds it in " + BufferKeys.FILES);
            return BAD_INPUT;
        }
        if (e instanceof DirectoryLockedException || e instanceof IOException) {
            err.println("error: " + e.getMessage());
            return SURROUNDINGS;
        }
        err.println("error: this is a bug in weir, please report it with what follows");
        e.printStackTrace(err);
        return BUG;
    }
}
