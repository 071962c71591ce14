package io.weir.buffer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A disk on which somebody else puts files below the buffer's directory, lets them grow, and takes them away. What happens follows
 * from the moment alone and nothing of it is lost in a crash: a seed of a {@link World} tells the same history with and
 * without. One thread.
 */
final class SharedDisk extends ForwardingDisk {
    private static final int MOST_BYTES = 100_000;

    private final Path directory;
    private final List<Path> places;
    private final Map<Path, Long> strange = new TreeMap<>();
    private long noticedBytes;

    SharedDisk(Disk disk, Path directory) {
        super(disk);
        this.directory = directory;
        this.places = List.of(
                directory.resolve("backup.img"),
                directory.resolve("log").resolve("0002.old"),
                directory.resolve("state").resolve("notes"),
                directory.resolve("deep").resolve("deeper").resolve("file"),
                SegmentFile.unfinished(directory.resolve("log"), 0)); // as one of ours that could not be deleted
    }

    /** Mostly nothing. */
    void meddle(long moment) {
        SplittableRandom random = new SplittableRandom(moment);
        if (random.nextInt(8) == 0) {
            Path file = places.get(random.nextInt(places.size()));
            if (random.nextInt(3) == 0) {
                strange.remove(file);
            } else {
                strange.merge(file, random.nextLong(MOST_BYTES), Long::sum);
            }
        }
    }

    /** The log has looked at its directory. */
    void noticed() {
        noticedBytes = strangeBytes();
    }

    private long strangeBytes() {
        return strange.values().stream().mapToLong(Long::longValue).sum();
    }

    /** What of {@link #bytesAsNoticed} is somebody else's. */
    long noticedBytes() {
        return noticedBytes;
    }

    /** All bytes below the directory, of strangers those that the log can know of. */
    long bytesAsNoticed() throws IOException {
        return bytesBelow(directory) - strangeBytes() + noticedBytes;
    }

    @Override
    public List<Path> list(Path folder) throws IOException {
        List<Path> all = new ArrayList<>(super.list(folder));
        strange.keySet().stream()
                .filter(file -> folder.equals(file.getParent()))
                .forEach(all::add);
        return all.stream().sorted().toList();
    }

    @Override
    public void walk(Path below, Visitor visitor) throws IOException {
        super.walk(below, visitor);
        strange.forEach(visitor::visit);
    }

    @Override
    public void delete(Path file) throws IOException {
        if (strange.remove(file) == null) {
            super.delete(file);
        }
    }
}
