package io.weir.buffer;

import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Names of segment files: the generation in 16 hex digits. */
final class SegmentFile {
    static final String SUFFIX = ".seg";
    static final String UNFINISHED = ".tmp";

    private static final Pattern NAME = Pattern.compile("[0-9a-f]{16}\\" + SUFFIX);
    private static final Pattern NAME_IN_ANY_STATE =
            Pattern.compile("[0-9a-f]{16}(\\" + SUFFIX + "|\\" + UNFINISHED + ")");

    private SegmentFile() {}

    static boolean isUnfinished(Path file) {
        return file.toString().endsWith(UNFINISHED);
    }

    static Path in(Path directory, long generation) {
        return directory.resolve(digits(generation) + SUFFIX);
    }

    static Path unfinished(Path directory, long generation) {
        return directory.resolve(digits(generation) + UNFINISHED);
    }

    static String digits(long generation) {
        return String.format(Locale.ROOT, "%016x", generation);
    }

    /** The generation that a file's name speaks of; empty if it is no segment. */
    static OptionalLong generation(Path file) {
        return generation(file, NAME);
    }

    /** As {@link #generation}, also of one that is being made. */
    static OptionalLong generationInAnyState(Path file) {
        return generation(file, NAME_IN_ANY_STATE);
    }

    private static OptionalLong generation(Path file, Pattern names) {
        String name = file.getFileName().toString();
        if (!names.matcher(name).matches()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseUnsignedLong(name.substring(0, 16), 16));
    }
}
