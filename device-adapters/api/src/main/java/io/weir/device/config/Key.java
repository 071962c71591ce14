package io.weir.device.config;

import java.util.Optional;

/**
 * One key of a section.
 *
 * @param fallback what holds when the key is absent, written as in the file; nothing when absence means absence
 * @param doc one sentence for the schema and editors
 */
public record Key(String name, Shape shape, boolean required, Optional<String> fallback, String doc) {

    public static Key required(String name, Shape shape, String doc) {
        return new Key(name, shape, true, Optional.empty(), doc);
    }

    public static Key optional(String name, Shape shape, String doc) {
        return new Key(name, shape, false, Optional.empty(), doc);
    }

    public static Key defaulted(String name, Shape shape, String fallback, String doc) {
        return new Key(name, shape, false, Optional.of(fallback), doc);
    }
}
