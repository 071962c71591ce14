package io.weir.gateway.selftest;

/** Something an operator should know about the disk, in a sentence. */
public record Finding(Weight weight, String text) {

    /** How bad it is. */
    public enum Weight {
        /** What is acknowledged may be lost: do not use it. */
        FATAL,
        /** It may be, and software cannot tell. */
        RISK,
        /** Good to know. */
        NOTE
    }
}
