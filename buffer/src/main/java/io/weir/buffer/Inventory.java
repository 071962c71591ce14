package io.weir.buffer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then at what lies in the directory. What none of the log's parts counts was put there by somebody else, or is a
 * file of ours that could not be deleted: it counts for the quota until it is gone. What of it was to be a segment and never
 * will is deleted. One call at a time, with the monitor of the {@link Rewriter} held.
 */
final class Inventory {
    private static final Logger log = LoggerFactory.getLogger(Inventory.class);
    private static final long EVERY_MILLIS = TimeUnit.MINUTES.toMillis(1);
    /** Somebody may have put a whole tree here: what is beyond is not counted. */
    static final int MOST_FILES = 50_000;

    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Parts parts;
    private long lookedMillis;
    private long failedDeletions;
    private long saidBytes;

    Inventory(Parts parts) {
        this.parts = parts;
    }

    /** A minute has passed, or a file could not be deleted. */
    boolean isDue() {
        return parts.runTime().millis() - lookedMillis >= EVERY_MILLIS
                || parts.disk().failedDeletions() != failedDeletions;
    }

    /** What the parts of the log count. Snapshots are asked for theirs later: that may have to wait for one to be saved. */
    record Ours(Taken log, Set<Path> others) {}

    /** Under the log's upkeep lock; {@code rewriting}: the generations that are being made beside the log. */
    Ours ours(Set<Long> rewriting) {
        long next = parts.spare().nextGeneration();
        Set<Long> generations = new HashSet<>(rewriting);
        Set<Path> others = new HashSet<>(parts.unreadable().files());
        parts.spare().generation().ifPresent(generations::add); // a segment may go on from one to the next meanwhile
        generations.addAll(parts.store().unfinished());
        for (Segment segment : parts.store().catalog().segments()) {
            if (parts.layout().log().equals(segment.file().getParent())) {
                generations.add(segment.generation());
            } else {
                others.add(segment.file());
            }
        }
        for (long leaving : parts.beside().leaving()) {
            generations.add(leaving);
            others.add(SegmentFile.in(parts.layout().quarantine(), leaving));
        }
        generations.addAll(parts.recycled().generations());
        if (parts.ballast().heldBytes() > 0) {
            others.add(parts.layout().ballast());
        }
        return new Ours(new Taken(parts.layout().log(), generations, next), others);
    }

    /** Takes its time, but not for ever. */
    void look(Ours ours) throws IOException {
        lookedMillis = parts.runTime().millis(); // also if it fails
        Tour tour = new Tour(
                ours.others(),
                List.of(ours.log(), parts.state().taken(), parts.checkpoints().taken()));
        parts.disk().walk(parts.layout().directory(), tour);
        long bytes = tour.strangeBytes + delete(tour.litter);
        parts.beside().foreign(bytes);
        say(bytes, tour);
        failedDeletions = parts.disk().failedDeletions();
    }

    /** The bytes of those that stay. */
    private long delete(Map<Path, Long> litter) {
        long stayingBytes = 0;
        for (Map.Entry<Path, Long> file : litter.entrySet()) {
            try {
                parts.disk().delete(file.getKey());
            } catch (IOException e) {
                stayingBytes += file.getValue();
                log.debug("Cannot delete an unfinished file file={} cause={}", file.getKey(), e.getMessage());
            }
        }
        return stayingBytes;
    }

    private void say(long bytes, Tour tour) {
        if (bytes >= saidBytes + Quota.PAGE_BYTES) {
            log.warn(
                    "Files that are not the buffer's take room in its directory and count for its quota bytes={} largest={} all={}",
                    bytes,
                    tour.largest,
                    !tour.cut);
        }
        saidBytes = bytes;
    }

    /** One walk. */
    private static final class Tour implements Disk.Visitor {
        private final Set<Path> ours;
        private final List<Taken> taken;
        private final Map<Path, Long> litter = new TreeMap<>();
        private final long begunNanos = System.nanoTime();
        private long strangeBytes;
        private long largestBytes;
        private String largest = "";
        private int visited;
        private boolean cut;

        Tour(Set<Path> ours, List<Taken> taken) {
            this.ours = ours;
            this.taken = taken;
        }

        @Override
        public boolean visit(Path file, long lengthBytes) {
            if (taken.stream().anyMatch(segments -> segments.isLitter(file))) {
                litter.put(file, lengthBytes);
            } else if (!ours.contains(file) && taken.stream().noneMatch(segments -> segments.has(file))) {
                count(file, lengthBytes);
            }
            visited++;
            cut = visited >= MOST_FILES || System.nanoTime() - begunNanos >= MOST_NANOS;
            return !cut;
        }

        private void count(Path file, long lengthBytes) {
            strangeBytes += lengthBytes;
            if (lengthBytes > largestBytes) {
                largestBytes = lengthBytes;
                largest = file.toString();
            }
        }
    }
}
