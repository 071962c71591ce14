package io.weir.buffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;
import org.mapdb.StoreDirect;

/**
 * A segment that is being written, by the process that has made it and by one thread at a time. What was put is on the
 * disk after {@link #sync}. After a failure only {@link #abandon} makes sense.
 */
final class SegmentWriter {
    /** The slot that is kept free for the SEAL block. */
    static final int SEAL_NUMBER = 1;

    static final int HEADER_NUMBER = 2;
    static final int FIRST_NUMBER = 3;
    /** MapDB's first index page has room for a few thousand more. */
    static final int MOST_BLOCKS = 120_000;

    private final Path file;
    private final Block.Home home;
    private final GatheredPages pages;
    private final StoreDirect store;
    private int lastNumber = SEAL_NUMBER;
    private int synced = SEAL_NUMBER;
    private long blockBytes;

    private SegmentWriter(Path file, Block.Home home, GatheredPages pages, StoreDirect store) {
        this.file = file;
        this.home = home;
        this.pages = pages;
        this.store = store;
    }

    /** Makes an empty segment: aside, synced, renamed, folder synced, so that a file of this name is always whole. */
    static SegmentWriter create(Disk disk, Path directory, Block.Home home) throws IOException {
        Path aside = SegmentFile.unfinished(directory, home.generation());
        disk.delete(aside);
        RawFile raw = disk.open(aside, true);
        return begin(disk, directory, home, raw, GatheredPages::of);
    }

    /** As {@link #create}, over the file of an older segment, whose name is gone for certain. */
    static SegmentWriter over(Disk disk, Path old, Path directory, Block.Home home) throws IOException {
        Path aside = SegmentFile.unfinished(directory, home.generation());
        disk.rename(old, aside);
        RawFile raw = disk.open(aside, true);
        return begin(disk, directory, home, raw, GatheredPages::over);
    }

    /** How the pages of a file are taken. */
    @FunctionalInterface
    private interface Take {
        GatheredPages of(RawFile raw) throws IOException;
    }

    private static SegmentWriter begin(Disk disk, Path directory, Block.Home home, RawFile raw, Take take)
            throws IOException {
        Path aside = SegmentFile.unfinished(directory, home.generation());
        Path file = SegmentFile.in(directory, home.generation());
        try {
            GatheredPages pages = take.of(raw);
            boolean over = pages.fileBytes() > 0;
            StoreDirect store = Mapdb.create(file, pages);
            if (store.preallocate() != SEAL_NUMBER) {
                throw new IOException("MapDB gave the seal of " + file + " another place");
            }
            if (over) {
                Claim.write(pages.front(), home);
            }
            pages.writeFront();
            store.commit();
            disk.rename(aside, file);
            disk.syncDirectory(directory);
            return new SegmentWriter(file, home, pages, store);
        } catch (IOException | RuntimeException | AssertionError e) {
            raw.close();
            disk.delete(aside);
            disk.delete(file); // it may have its name already
            throw Mapdb.trouble("Cannot make the segment", file, e);
        }
    }

    /**
     * Begins a replacement, which has its unfinished name until it is {@linkplain #seal sealed} and {@linkplain #appear
     * appears}. The place of its HEADER is kept free, too.
     */
    static SegmentWriter aside(Disk disk, Path directory, Block.Home home) throws IOException {
        Path aside = SegmentFile.unfinished(directory, home.generation());
        Path file = SegmentFile.in(directory, home.generation());
        disk.delete(aside);
        RawFile raw = disk.open(aside, true);
        try {
            GatheredPages pages = GatheredPages.of(raw);
            StoreDirect store = Mapdb.create(file, pages);
            if (store.preallocate() != SEAL_NUMBER || store.preallocate() != HEADER_NUMBER) {
                throw new IOException("MapDB gave the seal or header of " + file + " another place");
            }
            SegmentWriter writer = new SegmentWriter(file, home, pages, store);
            writer.lastNumber = HEADER_NUMBER;
            return writer;
        } catch (IOException | RuntimeException | AssertionError e) {
            raw.close();
            disk.delete(aside);
            throw Mapdb.trouble("Cannot begin the segment", file, e);
        }
    }

    /** The HEADER of a replacement. */
    void head(ByteBuffer block) throws IOException {
        try {
            store.update(HEADER_NUMBER, home.keys().seal(block, home), Mapdb.BLOCK);
        } catch (RuntimeException | AssertionError e) {
            throw Mapdb.trouble("Cannot write to", file, e);
        }
    }

    /** Gives a sealed replacement its name. Durable when it returns. */
    void appear(Disk disk) throws IOException {
        disk.rename(aside(), file);
        disk.syncDirectory(directory());
    }

    Path file() {
        return file;
    }

    Block.Home home() {
        return home;
    }

    private Path directory() {
        return Objects.requireNonNull(file.getParent());
    }

    /** What it is called until it is complete. */
    Path aside() {
        return SegmentFile.unfinished(directory(), home.generation());
    }

    /** The number the next block must carry. */
    int nextNumber() {
        return lastNumber + 1;
    }

    int lastNumber() {
        return lastNumber;
    }

    int synced() {
        return synced;
    }

    long blockBytes() {
        return blockBytes;
    }

    /** What readers find only here until the segment is sealed. */
    Front front() {
        return pages.front();
    }

    /** What the file takes. */
    long lengthBytes() {
        return pages.fileBytes();
    }

    long writtenBytes() {
        return pages.writtenBytes();
    }

    boolean isEmpty() {
        return lastNumber < FIRST_NUMBER;
    }

    boolean isFull(long segmentSizeBytes) {
        return blockBytes >= segmentSizeBytes || lastNumber >= MOST_BLOCKS;
    }

    void put(ByteBuffer block) throws IOException {
        try {
            ByteBuffer stored = home.keys().seal(block, home);
            long number = store.put(stored, Mapdb.BLOCK);
            if (number != lastNumber + 1) {
                throw new IOException("MapDB stored block " + (lastNumber + 1) + " of " + file + " as " + number);
            }
            lastNumber++;
            blockBytes += stored.limit();
        } catch (RuntimeException | AssertionError e) {
            throw Mapdb.trouble("Cannot write to", file, e);
        }
    }

    /** Leaves the next number without a block. */
    void skip() throws IOException {
        try {
            long number = store.preallocate();
            if (number != lastNumber + 1) {
                throw new IOException("MapDB skipped block " + number + " of " + file + ", not " + (lastNumber + 1));
            }
            lastNumber++;
        } catch (RuntimeException | AssertionError e) {
            throw Mapdb.trouble("Cannot write to", file, e);
        }
    }

    /** One write and one sync, beside what does not fit into memory. */
    void sync() throws IOException {
        try {
            store.commit();
            synced = lastNumber;
        } catch (RuntimeException | AssertionError e) {
            throw Mapdb.trouble("Cannot sync", file, e);
        }
    }

    /** Ends the segment for good: one fsync for all of it. */
    void seal(ByteBuffer block) throws IOException {
        try {
            store.update(SEAL_NUMBER, home.keys().seal(block, home), Mapdb.BLOCK);
            pages.writeFront();
            store.commit();
            pages.trim();
            store.close();
        } catch (RuntimeException | AssertionError e) {
            throw Mapdb.trouble("Cannot seal", file, e);
        } finally {
            abandon();
        }
    }

    /** Ends a file that needs no seal: gives back what it has beyond its data. */
    void finish() throws IOException {
        try {
            pages.writeFront();
            pages.trim();
        } finally {
            abandon();
        }
    }

    /** Gives the file back as it is. */
    void abandon() throws IOException {
        pages.close();
    }
}
