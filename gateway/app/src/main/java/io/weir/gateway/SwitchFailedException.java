package io.weir.gateway;

import io.weir.gateway.core.SwitchRefusedException;
import java.io.IOException;

/** A configuration could not be put in place. */
public final class SwitchFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean restored;

    SwitchFailedException(Exception cause, boolean restored) {
        super(cause.getMessage(), cause);
        this.restored = restored;
    }

    /** True when no part was at fault, but the disk. */
    public boolean isStorage() {
        return getCause() instanceof SwitchRefusedException;
    }

    /** True when the one before runs as it did; false when a part of it could not be started again. */
    public boolean isRestored() {
        return restored;
    }
}
