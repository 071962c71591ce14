package io.weir.buffer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * A folder of snapshots of which the two newest valid ones are kept. A snapshot is a group in a segment file; as with
 * the log, a file is written only by the process that made it. Any thread, one call at a time; {@link #kept} and
 * {@link #lengthBytes} never wait.
 */
final class Snapshots implements Closeable {
    private static final int CHUNK_BYTES = 1 << 20;

    private final Disk disk;
    private final Path directory;
    private final Layout layout;
    private final long rollBytes;
    private final Clock clock;
    private final GroupWriter groups = new GroupWriter();
    private final Map<Long, Long> lengths = new TreeMap<>();
    private Optional<SegmentWriter> writer = Optional.empty();
    private long nextGeneration = 1;
    private long nextGroup = 1;
    private volatile List<Kept> kept = List.of();
    private volatile long lengthBytes;
    private volatile long largestBytes;

    /** A valid snapshot: the blocks of a file from one number to another. */
    record Kept(long generation, long group, int firstNumber, int lastNumber, long at) {}

    /** A snapshot that was read. */
    record Snapshot(long at, ByteBuffer bytes) {}

    /**
     * What one look at a block has told.
     *
     * @param at what the snapshot that begins here says where it belongs; empty if none begins here
     */
    private record Outline(OptionalLong at, boolean closes, long group) {}

    private Snapshots(Disk disk, Path directory, Layout layout, long rollBytes, Clock clock) {
        this.disk = disk;
        this.directory = directory;
        this.layout = layout;
        this.rollBytes = rollBytes;
        this.clock = clock;
    }

    /** With {@code rollBytes} 0 every snapshot has a file of its own. */
    static Snapshots open(Disk disk, Path directory, Layout layout, long rollBytes, Clock clock) throws IOException {
        Snapshots snapshots = new Snapshots(disk, directory, layout, rollBytes, clock);
        snapshots.find();
        return snapshots;
    }

    private void find() throws IOException {
        List<Kept> found = new ArrayList<>();
        for (Path file : disk.list(directory)) {
            OptionalLong generation = SegmentFile.generation(file);
            if (generation.isPresent()) {
                nextGeneration = Math.max(nextGeneration, generation.getAsLong() + 1);
                found.addAll(completeIn(file, layout.home(generation.getAsLong())));
            }
        }
        Collections.reverse(found);
        kept = List.copyOf(found);
        nextGroup = kept.stream().mapToLong(k -> k.group() + 1).max().orElse(1);
    }

    /** The complete snapshots of a file, oldest first. */
    private List<Kept> completeIn(Path file, Block.Home home) throws IOException {
        TreeMap<Integer, Outline> blocks = new TreeMap<>();
        List<Kept> found = new ArrayList<>();
        try (RawFile raw = disk.open(file, false)) {
            lengths.put(home.generation(), raw.length());
            new RawScan(raw, home).visit((position, block) -> outline(block, blocks));
        }
        int first = 0;
        int previous = 0;
        long at = 0;
        for (Map.Entry<Integer, Outline> next : blocks.entrySet()) {
            int number = next.getKey();
            Outline block = next.getValue();
            first = block.at().isPresent() ? number : number == previous + 1 ? first : 0;
            at = block.at().orElse(at);
            previous = number;
            if (first > 0 && block.closes()) {
                found.add(new Kept(home.generation(), block.group(), first, number, at));
                first = 0;
            }
        }
        measure();
        return found;
    }

    private static void outline(Block block, Map<Integer, Outline> blocks) {
        if (block.holdsEntries()) {
            blocks.put(block.number(), new Outline(placeIn(block), block.closesGroup(), block.group()));
        }
    }

    private static OptionalLong placeIn(Block block) {
        if (block.kind() != Block.Kind.ENTRIES || block.first() != 0) {
            return OptionalLong.empty();
        }
        EntryReader entries = new EntryReader(block);
        return entries.next() ? OptionalLong.of(entries.entry().bytes().getLong()) : OptionalLong.empty();
    }

    /** Newest first; after a save exactly those that will stay. */
    List<Kept> kept() {
        return kept;
    }

    long lengthBytes() {
        return lengthBytes;
    }

    /** The largest of the files. */
    long largestBytes() {
        return largestBytes;
    }

    /** The files. May have to wait for one to be saved. */
    synchronized Taken taken() {
        return new Taken(directory, Set.copyOf(lengths.keySet()), nextGeneration);
    }

    /** The newest that can be read. */
    synchronized Optional<Snapshot> newest() throws IOException {
        for (Kept candidate : kept) {
            Optional<Snapshot> snapshot = read(candidate);
            if (snapshot.isPresent()) {
                return snapshot;
            }
        }
        return Optional.empty();
    }

    private Optional<Snapshot> read(Kept from) throws IOException {
        Block.Home home = layout.home(from.generation());
        List<ByteBuffer> chunks = new ArrayList<>();
        Fragments fragments = new Fragments();
        try (SegmentReader reader = SegmentReader.open(disk, SegmentFile.in(directory, from.generation()), home)) {
            for (int number = from.firstNumber(); number <= from.lastNumber(); number++) {
                Optional<Block> block = reader.block(number);
                if (block.isEmpty()) {
                    return Optional.empty();
                }
                if (block.get().kind() == Block.Kind.FRAGMENT) {
                    fragments.add(block.get()).ifPresent(entry -> chunks.add(entry.bytes()));
                } else {
                    EntryReader entries = new EntryReader(block.get());
                    while (entries.next()) {
                        chunks.add(entries.entry().bytes());
                    }
                }
            }
        }
        ByteBuffer whole = ByteBuffer.allocate(
                chunks.stream().skip(1).mapToInt(ByteBuffer::remaining).sum());
        chunks.stream().skip(1).forEach(whole::put);
        return Optional.of(new Snapshot(from.at(), whole.flip().asReadOnlyBuffer()));
    }

    /** Durable when it returns; if it fails the older ones still count. */
    synchronized void save(long at, ByteBuffer bytes) throws IOException {
        try {
            SegmentWriter to = roomyWriter();
            int first = to.nextNumber();
            GroupWriter.Stamp stamp = new GroupWriter.Stamp(0, nextGroup, clock.millis());
            groups.group(to, chunks(at, bytes), stamp, new Tally(), new Tally(), (number, block) -> {});
            to.sync();
            Kept saved = new Kept(to.home().generation(), nextGroup, first, to.lastNumber(), at);
            nextGroup++;
            lengths.put(saved.generation(), to.lengthBytes());
            keep(saved);
        } catch (IOException e) {
            giveUp(e);
            throw e;
        }
        if (writer.isPresent() && writer.get().isFull(rollBytes)) {
            finish();
        }
    }

    private static List<Entry> chunks(long at, ByteBuffer bytes) {
        List<Entry> entries = new ArrayList<>();
        entries.add(new Entry(0, 0, ByteBuffer.allocate(Long.BYTES).putLong(0, at)));
        for (int from = bytes.position(); from < bytes.limit(); from += CHUNK_BYTES) {
            entries.add(new Entry(0, 0, bytes.slice(from, Math.min(CHUNK_BYTES, bytes.limit() - from))));
        }
        return entries;
    }

    private SegmentWriter roomyWriter() throws IOException {
        if (writer.isPresent() && writer.get().isFull(rollBytes)) {
            finish();
        }
        if (writer.isEmpty()) {
            Block.Home home = layout.home(nextGeneration++);
            SegmentWriter fresh = SegmentWriter.create(disk, directory, home);
            writer = Optional.of(fresh);
            lengths.put(home.generation(), fresh.lengthBytes());
            groups.header(fresh, new GroupWriter.Stamp(0, nextGroup, clock.millis()), Map.of());
        }
        return writer.get();
    }

    private void keep(Kept saved) throws IOException {
        kept = kept.isEmpty() ? List.of(saved) : List.of(saved, kept.get(0));
        long oldest = kept.get(kept.size() - 1).generation();
        boolean deleted = false;
        for (long generation : List.copyOf(lengths.keySet())) {
            if (generation < oldest) {
                disk.delete(SegmentFile.in(directory, generation));
                lengths.remove(generation);
                deleted = true;
            }
        }
        if (deleted) {
            disk.syncDirectory(directory);
        }
        measure();
    }

    private void measure() {
        largestBytes =
                lengths.values().stream().mapToLong(Long::longValue).max().orElse(0);
        lengthBytes = lengths.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Writes no more into the present file. */
    private void finish() throws IOException {
        if (writer.isPresent()) {
            SegmentWriter old = writer.get();
            writer = Optional.empty();
            old.finish();
            lengths.put(old.home().generation(), old.lengthBytes());
            measure();
        }
    }

    /** A file in which no snapshot counts goes at once: while the disk fails there may be one after the other. */
    private void giveUp(IOException reason) {
        if (writer.isPresent()) {
            SegmentWriter failed = writer.get();
            long generation = failed.home().generation();
            writer = Optional.empty();
            lengths.put(generation, failed.lengthBytes());
            try {
                failed.abandon();
                if (kept.stream().noneMatch(snapshot -> snapshot.generation() == generation)) {
                    disk.delete(failed.file());
                    lengths.remove(generation);
                }
            } catch (IOException e) {
                reason.addSuppressed(e);
            }
            measure();
        }
    }

    @Override
    public synchronized void close() throws IOException {
        finish();
    }
}
