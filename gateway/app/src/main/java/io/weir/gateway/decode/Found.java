package io.weir.gateway.decode;

/** What stands at a place of a document. */
sealed interface Found {

    enum Nothing implements Found {
        HERE
    }

    record Num(double value) implements Found {}

    record Truth(boolean value) implements Found {}

    record Text(String value) implements Found {}

    /** Something that can be no part of a reading: null, an object, a list. */
    record Other(String what) implements Found {}

    /** For messages; a short excerpt at most. */
    default String words() {
        if (this instanceof Num number) {
            return String.valueOf(number.value());
        }
        if (this instanceof Truth truth) {
            return String.valueOf(truth.value());
        }
        if (this instanceof Text text) {
            return "\"" + Excerpt.of(text.value()) + "\"";
        }
        return this instanceof Other other ? other.what() : "nothing";
    }
}
