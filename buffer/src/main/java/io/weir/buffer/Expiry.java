package io.weir.buffer;

import java.io.IOException;

/** Why records left the log before a cursor has read them. */
public enum Expiry {
    MAX_SIZE("max-size"),
    MAX_AGE("max-age"),
    /** The disk lost them; {@link LogStats#gaps} has the ranges. */
    DAMAGED("damaged");

    private final String text;

    Expiry(String text) {
        this.text = text;
    }

    /** As the ledger writes it. */
    public String text() {
        return text;
    }

    static Expiry of(String text) throws IOException {
        for (Expiry reason : values()) {
            if (reason.text.equals(text)) {
                return reason;
            }
        }
        throw new IOException("Nothing expires for the reason " + text);
    }
}
