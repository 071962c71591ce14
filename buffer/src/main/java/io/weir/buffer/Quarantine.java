package io.weir.buffer;

import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts aside what is damaged. With {@code repair} false everything stays where it is.
 *
 * <p>Only under a name that no other file has: two that claim one place are both kept.
 */
record Quarantine(Disk disk, Layout layout, boolean repair) {
    private static final Logger log = LoggerFactory.getLogger(Quarantine.class);
    private static final String COPY = ".copy";

    /** Answers where the file is from now on. */
    Path take(Path file, Block.Home home) throws IOException {
        return take(file, SegmentFile.in(layout.quarantine(), home.generation()));
    }

    /** A segment that is there twice: the name for one that is not read. Answers where the file is from now on. */
    Path takeCopy(Path file, Block.Home home) throws IOException {
        int copies = 0;
        Path place;
        do {
            place = layout.quarantine().resolve(SegmentFile.digits(home.generation()) + "-" + ++copies + COPY);
        } while (disk.exists(place));
        return take(file, place);
    }

    /** Answers where the file is from now on. */
    Path take(Path file, Path place) throws IOException {
        if (!repair || place.equals(file)) {
            return file;
        }
        if (disk.exists(place)) {
            log.warn("Two damaged segments claim one place; one is read where it is segment={} place={}", file, place);
            return file;
        }
        log.warn("A segment is damaged or there twice; it is put aside segment={} place={}", file, place);
        disk.rename(file, place);
        disk.syncDirectory(layout.quarantine());
        disk.syncDirectory(layout.log());
        return place;
    }
}
