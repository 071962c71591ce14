package io.weir.sim.proof;

/** One thing that is not as promised. */
public record Finding(Kind kind, String detail) {

    /** What is wrong. */
    public enum Kind {
        LOST("acknowledged but never arrived"),
        DOUBLED("counted twice"),
        REORDERED("out of order"),
        UNKNOWN("arrived but was never sent so"),
        UNANSWERED("never answered"),
        REFUSED("refused"),
        FORGOTTEN("sessions forgotten"),
        CONTRADICTED("came again under its id with another content"),
        MALFORMED("lines that are no records"),
        WINDOW_MISSING("windows missing"),
        WINDOW_WRONG("windows wrong"),
        WINDOW_UNEXPECTED("windows that should not be"),
        LEDGER("ledger does not hold"),
        PROCESS("process misbehaved");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    @Override
    public String toString() {
        return kind.words() + ": " + detail;
    }
}
