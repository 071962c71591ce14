package io.weir.pipeline.expression;

/** What an expression gives. */
enum Kind {
    NUMBER("a number"),
    BOOL("true or false"),
    TEXT("text"),
    /** A measured value, which may be any of them: what stands around it decides. */
    OPEN("a value");

    private final String words;

    Kind(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /** What both can be, this one when that is neither. */
    Kind or(Kind other) {
        return this == OPEN ? other : this;
    }

    /** What it is when nothing around says so. */
    Kind settled() {
        return this == OPEN ? NUMBER : this;
    }

    boolean fits(Kind wanted) {
        return this == OPEN || this == wanted;
    }
}
