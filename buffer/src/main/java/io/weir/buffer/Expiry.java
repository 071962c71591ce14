package io.weir.buffer;

import java.io.IOException;
import java.util.Optional;

/** Why records left the log before a cursor has read them. */
public enum Expiry {
    MAX_SIZE("max-size", 1),
    MAX_AGE("max-age", 2),
    /** The disk lost them; {@link LogStats#gaps} has the ranges. */
    DAMAGED("damaged", 3),
    /** Condensed: a record that is still there stands for them. */
    THINNED("thinned", 4),
    /** Nobody needed them any more; only a cursor that began or was sought back later can miss them. */
    RECLAIMED("reclaimed", 5);

    /** As a segment writes it. */
    final int code;

    private final String text;

    Expiry(String text, int code) {
        this.text = text;
        this.code = code;
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

    static Optional<Expiry> of(long code) {
        for (Expiry reason : values()) {
            if (reason.code == code) {
                return Optional.of(reason);
            }
        }
        return Optional.empty();
    }
}
