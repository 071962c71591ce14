package io.weir.buffer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * Makes a healthy buffer of whatever is left of one: every file below a directory is searched for true blocks, whatever
 * its name and place, and each segment is written anew from those that were found, with the same epoch, generations and
 * offsets. What is missing is then in the new buffer's ledger.
 *
 * <p>One use, one thread. The source is only read and needs neither lock nor {@code FORMAT}. The target is complete when
 * {@link #into} returns; after a crash delete it and begin again.
 */
public final class Salvage {
    private final Disk disk = new LocalDisk();
    private final List<SalvageCensus.Counted> found = new ArrayList<>();
    private final List<Path> blank = new ArrayList<>();
    private final Path source;
    private final Keys keys;
    private final Progress progress;

    /** Is told after each file that was searched, by the thread that salvages. */
    @FunctionalInterface
    public interface Progress {
        void searched(int files, int of, long bytes);
    }

    /**
     * What was found.
     *
     * @param epoch of the buffer that was salvaged: the one with the most blocks
     * @param strangers blocks of other buffers that lay there too and were left out, by epoch
     * @param blank segment files in which not one block was left, and files that cannot be read
     * @param withCursors whether the positions of the uplinks were found; otherwise all begin at the oldest record
     */
    public record Report(
            long epoch,
            int files,
            int segments,
            long blocks,
            Map<Long, Long> strangers,
            List<Path> blank,
            boolean withCursors,
            boolean withCheckpoint) {}

    public Salvage(Path source, Progress progress) {
        this(source, Keys.NONE, progress);
    }

    /** Of a buffer that is encrypted; what was encrypted stays as it is. */
    public Salvage(Path source, Keys keys, Progress progress) {
        this.source = source;
        this.keys = keys;
        this.progress = progress;
    }

    /**
     * Salvages into this directory, which must be empty or not there.
     *
     * @throws UnknownKeyException if a block is encrypted under a key that is not given
     * @throws IOException if nothing was found, or the target cannot be written
     */
    public Report into(Path target) throws IOException {
        requireFresh(target);
        Layout.requireNotNewer(disk, source);
        int files = search();
        Map<Long, Long> blocksByEpoch = new TreeMap<>();
        found.forEach(c -> blocksByEpoch.merge(c.home().epoch(), c.blocks(), Long::sum));
        long epoch = blocksByEpoch.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow(() -> new IOException("There is not one block of a buffer in " + source))
                .getKey();
        disk.makeDirectory(target);
        Layout layout = Layout.openOrCreate(disk, target, epoch, keys);
        int segments = rebuild(SalvageCensus.Kind.LOG, layout.log(), epoch);
        int states = rebuild(SalvageCensus.Kind.STATE, layout.state(), epoch);
        int checkpoints = rebuild(SalvageCensus.Kind.CHECKPOINT, layout.checkpoints(), epoch);
        settle(target, epoch);
        long blocks = blocksByEpoch.getOrDefault(epoch, 0L);
        blocksByEpoch.remove(epoch);
        return new Report(
                epoch,
                files,
                segments,
                blocks,
                Map.copyOf(blocksByEpoch),
                List.copyOf(blank),
                states > 0,
                checkpoints > 0);
    }

    private void requireFresh(Path target) throws IOException {
        Path absolute = target.toAbsolutePath().normalize();
        if (absolute.startsWith(source.toAbsolutePath().normalize()) || absolute.startsWith(source.toRealPath())) {
            throw new IOException(target + " lies within " + source + ", which is not to be touched");
        }
        if (disk.exists(target) && !isEmpty(target)) {
            throw new IOException(target + " is not empty: salvage writes into a directory of its own");
        }
    }

    private boolean isEmpty(Path folder) throws IOException {
        AtomicBoolean empty = new AtomicBoolean(true);
        disk.walk(folder, (file, lengthBytes) -> {
            empty.set(file.equals(folder));
            return empty.get();
        });
        return empty.get();
    }

    private int search() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(source.toRealPath())) { // which may be a link itself
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        long bytes = 0;
        for (int i = 0; i < files.size(); i++) {
            Path file = files.get(i);
            try {
                bytes += Files.size(file);
                Optional<SalvageCensus.Counted> counted = SalvageCensus.of(disk, file, keys);
                counted.ifPresent(found::add);
                if (counted.isEmpty() && isSegment(file) && Files.size(file) != Front.LENGTH_BYTES) {
                    blank.add(file);
                }
            } catch (NoSuchFileException e) {
                continue; // a running gateway has deleted it
            } catch (UnknownKeyException e) {
                throw e;
            } catch (IOException e) {
                blank.add(file);
            }
            progress.searched(i + 1, files.size(), bytes);
        }
        return files.size();
    }

    private static boolean isSegment(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(SegmentFile.SUFFIX) || name.endsWith(".lost");
    }

    /** Writes all segments of a kind; answers how many. */
    private int rebuild(SalvageCensus.Kind kind, Path folder, long epoch) throws IOException {
        Map<Long, List<Path>> filesByGeneration = new TreeMap<>();
        found.stream()
                .filter(c -> c.kind() == kind && c.home().epoch() == epoch)
                .forEach(c -> filesByGeneration
                        .computeIfAbsent(c.home().generation(), g -> new ArrayList<>())
                        .add(c.file()));
        int written = 0;
        for (Map.Entry<Long, List<Path>> segment : filesByGeneration.entrySet()) {
            Block.Home home = new Block.Home(epoch, segment.getKey(), keys);
            try (SalvagedSegment blocks = SalvagedSegment.in(disk, segment.getValue(), home)) {
                written += blocks.writeTo(folder) ? 1 : 0;
            }
        }
        return written;
    }

    /** The new buffer is opened once as a gateway would, and read as a whole, so that what is missing is accounted for. */
    private void settle(Path target, long epoch) throws IOException {
        LogConfig config = LogConfig.defaults(Clock.systemUTC(), epoch)
                .withMaxSize(Long.MAX_VALUE / 4, WhenFull.REJECT)
                .withDiskReserve(0, 0)
                .withKeys(keys);
        try (DiskLog log = DiskLog.open(target, config, disk, false)) {
            log.verifyAll();
        }
    }
}
