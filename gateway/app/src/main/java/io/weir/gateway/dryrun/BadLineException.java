package io.weir.gateway.dryrun;

/** A line of recorded readings that is none. */
public final class BadLineException extends Exception {

    private static final long serialVersionUID = 1;

    BadLineException(String message) {
        super(message);
    }
}
