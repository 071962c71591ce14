package io.weir.gateway.config;

/** The text is no YAML or JSON, or breaks a limit; nothing more can be said about it than this one problem. */
final class UnreadableException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    UnreadableException(String code, String message, Place place) {
        super(message);
        this.problem = Problem.ofText(code, message, place);
    }

    Problem problem() {
        return problem;
    }
}
