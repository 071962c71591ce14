package io.weir.buffer;

import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;

/** Names of segment files: the generation in 16 hex digits. */
final class SegmentFile {
    static final String SUFFIX = ".seg";
    static final String UNFINISHED = ".tmp";

    private SegmentFile() {}

    static Path in(Path directory, long generation) {
        return directory.resolve(digits(generation) + SUFFIX);
    }

    static Path unfinished(Path directory, long generation) {
        return directory.resolve(digits(generation) + UNFINISHED);
    }

    private static String digits(long generation) {
        return String.format(Locale.ROOT, "%016x", generation);
    }

    /** The generation that a file's name speaks of; empty if it is no segment. */
    static OptionalLong generation(Path file) {
        String name = file.getFileName().toString();
        if (!name.matches("[0-9a-f]{16}\\" + SUFFIX)) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseUnsignedLong(name.substring(0, 16), 16));
    }
}
