package io.weir.device.config;

/** Collects every mistake of a configuration; nothing stops at the first one. */
@FunctionalInterface
public interface Problems {

    /**
     * Notes one mistake.
     *
     * @param path dotted names and indexes from the top: {@code adapters.field.topics[0].topic}
     * @param code a short stable word: {@code unknown-key}, {@code type}, {@code range}, {@code missing}, {@code conflict},
     *     {@code not-available}, {@code reference}
     * @param message what is wrong, with the value and the limit
     * @param suggestion what to write instead; empty when there is no good guess
     */
    void report(String path, String code, String message, String suggestion);

    default void report(String path, String code, String message) {
        report(path, code, message, "");
    }

    /**
     * Notes a mistake in a part of the text at {@code path}.
     *
     * @param from where the part begins, in characters from 0
     * @param length in characters
     */
    default void reportPart(String path, int from, int length, String code, String message, String suggestion) {
        report(path, code, message, suggestion);
    }
}
