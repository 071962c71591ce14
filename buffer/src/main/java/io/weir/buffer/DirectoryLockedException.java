package io.weir.buffer;

import java.io.IOException;
import java.nio.file.Path;

/** Another living process has this buffer open. */
public final class DirectoryLockedException extends IOException {
    private static final long serialVersionUID = 1;

    DirectoryLockedException(Path directory, String owner) {
        super("The buffer " + directory + " is in use by " + owner + "; stop it first, one process per directory");
    }
}
