package io.weir.gateway.cli;

import io.weir.buffer.UnknownKeyException;
import io.weir.gateway.BufferKeys;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

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
        if (e instanceof UncheckedIOException && e.getCause() instanceof IOException cause) {
            return of(cause, err);
        }
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
        if (e instanceof IOException trouble) {
            err.println("error: " + said(trouble));
            return SURROUNDINGS;
        }
        err.println("error: this is a bug in weir, please report it with what follows");
        e.printStackTrace(err);
        return BUG;
    }

    /** The JDK leaves the reason out where the class of the exception tells it. */
    private static String said(IOException e) {
        if (!(e instanceof FileSystemException file) || file.getReason() != null) {
            return String.valueOf(e.getMessage());
        }
        String reason = "cannot be used: " + e.getClass().getSimpleName();
        if (e instanceof AccessDeniedException) {
            reason = "the user " + System.getProperty("user.name") + " may not do this here; run as its owner, or mend"
                    + " its owner and mode";
        } else if (e instanceof NotDirectoryException) {
            reason = "is no directory";
        } else if (e instanceof FileAlreadyExistsException) {
            reason = "is there, but is no directory";
        }
        return file.getFile() + ": " + reason;
    }
}
