package io.weir.mqtt;

import java.io.IOException;

/** A connection that did not come about, with the reason in words. */
final class ConnectRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What it says about the protocol version that was tried. */
    enum Verdict {
        /** The broker does not speak this version. */
        WRONG_VERSION,
        /** The broker cut the connection without a word, as some do that do not know the version. */
        CUT,
        /** Nothing: nobody there, wrong password ... */
        OTHER
    }

    private final Verdict verdict;

    ConnectRefusedException(Verdict verdict, String message, Throwable cause) {
        super(message, cause);
        this.verdict = verdict;
    }

    Verdict verdict() {
        return verdict;
    }
}
