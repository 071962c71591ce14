package io.weir.gateway.core;

import java.io.IOException;

/** The disk did not take a change of the pipelines. */
public final class SwitchRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean decided;

    SwitchRefusedException(String reason, boolean decided) {
        super(reason);
        this.decided = decided;
    }

    /**
     * True when nothing changed and nothing will; false when the disk does not even let itself be read, so that it will be
     * known only later which pipelines run.
     */
    public boolean isDecided() {
        return decided;
    }
}
