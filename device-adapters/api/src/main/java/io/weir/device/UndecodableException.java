package io.weir.device;

/** A payload that gives no readings. The message says what was expected and a short excerpt of what was found. */
public final class UndecodableException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Longest excerpt of a payload in a message, in characters. */
    public static final int EXCERPT = 40;

    public UndecodableException(String message) {
        super(message, null, false, false);
    }
}
