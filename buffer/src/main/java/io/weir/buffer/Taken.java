package io.weir.buffer;

import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The segment files of one folder that the log counts, by their generations.
 *
 * @param next from this one on they may be made at any moment
 */
record Taken(Path folder, Set<Long> generations, long next) {
    /** Whether this file is one of them, finished or not. */
    boolean has(Path file) {
        OptionalLong generation = generationHere(file);
        return generation.isPresent()
                && (generation.getAsLong() >= next || generations.contains(generation.getAsLong()));
    }

    /** Whether this file was to be one, and never will be. */
    boolean isLitter(Path file) {
        return SegmentFile.isUnfinished(file) && generationHere(file).isPresent() && !has(file);
    }

    private OptionalLong generationHere(Path file) {
        return folder.equals(file.getParent()) ? SegmentFile.generationInAnyState(file) : OptionalLong.empty();
    }
}
