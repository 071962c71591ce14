package io.weir.buffer;

import java.io.IOException;

/** The buffer is encrypted under a key that was not given. Nothing was changed. */
public final class UnknownKeyException extends IOException {
    private static final long serialVersionUID = 1;

    UnknownKeyException(String message) {
        super(message);
    }
}
