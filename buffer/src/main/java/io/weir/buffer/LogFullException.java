package io.weir.buffer;

import java.io.IOException;

/** Nothing was written because quota or disk are full. The log stays usable; try again when there is room. */
public final class LogFullException extends IOException {
    private static final long serialVersionUID = 1;

    LogFullException(String message) {
        super(message);
    }
}
