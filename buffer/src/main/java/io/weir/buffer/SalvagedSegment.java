package io.weir.buffer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The blocks that are left of one segment, in whatever files they lie. One thread; close it. */
final class SalvagedSegment implements Closeable {
    private final Disk disk;
    private final Block.Home home;
    private final List<RawFile> open = new ArrayList<>();
    private final TreeMap<Integer, Place> places = new TreeMap<>();

    private record Place(RawFile file, long position, int lengthBytes) {}

    private SalvagedSegment(Disk disk, Block.Home home) {
        this.disk = disk;
        this.home = home;
    }

    static SalvagedSegment in(Disk disk, List<Path> files, Block.Home home) throws IOException {
        SalvagedSegment segment = new SalvagedSegment(disk, home);
        try {
            for (Path file : files) {
                RawFile raw = disk.open(file, false);
                segment.open.add(raw);
                new RawScan(raw, home).visit((position, block) -> segment.note(raw, position, block));
            }
            return segment;
        } catch (IOException e) {
            segment.close();
            throw e;
        }
    }

    private void note(RawFile raw, long position, Block block) {
        if (block.number() <= 2 * SegmentWriter.MOST_BLOCKS) {
            places.putIfAbsent(block.number(), new Place(raw, position, block.lengthBytes()));
        }
    }

    /** Writes it anew, missing blocks left out; false if there is none that holds entries. */
    boolean writeTo(Path folder) throws IOException {
        if (places.isEmpty() || places.lastKey() < SegmentWriter.FIRST_NUMBER) {
            return false;
        }
        // Blocks are copied as they were stored, encrypted or not, and must not be encrypted again.
        Block.Home asStored = new Block.Home(home.epoch(), home.generation());
        SegmentWriter to = SegmentWriter.create(disk, folder, asStored);
        try {
            while (to.nextNumber() <= places.lastKey()) {
                Place place = places.get(to.nextNumber());
                if (place == null) {
                    to.skip();
                } else {
                    to.put(bytes(place));
                }
            }
            to.sync();
            Place seal = places.get(SegmentWriter.SEAL_NUMBER);
            if (seal == null) {
                to.finish();
            } else {
                to.seal(bytes(seal));
            }
            return true;
        } catch (IOException e) {
            to.abandon();
            throw e;
        }
    }

    private static ByteBuffer bytes(Place place) throws IOException {
        byte[] bytes = new byte[place.lengthBytes()];
        int read = place.file().read(place.position(), bytes, 0, bytes.length);
        if (read < bytes.length) {
            throw new IOException("A file became shorter while it was salvaged");
        }
        return ByteBuffer.wrap(bytes);
    }

    @Override
    public void close() throws IOException {
        for (RawFile raw : open) {
            raw.close();
        }
    }
}
