package io.weir.buffer;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Builds one block after the other in the same memory: what it has finished counts until the next one is begun. Not
 * thread-safe.
 */
final class BlockBuilder {
    /** A row of the stream table at its longest. */
    private static final int ROW_BYTES = 3 * Varint.MAX_BYTES;
    /** What an entry costs beside its bytes, at most, its row included. */
    private static final int ENTRY_BYTES = 3 * Varint.MAX_BYTES + ROW_BYTES;
    /** An entry of up to this many bytes fits into an empty block. */
    static final int MAX_WHOLE_BYTES = Block.MAX_BYTES - Block.HEADER_BYTES - ENTRY_BYTES - Varint.MAX_BYTES;
    /** As {@link #MAX_WHOLE_BYTES}, for a sparse block. */
    static final int MAX_SPARSE_BYTES = MAX_WHOLE_BYTES - 3 * ROW_BYTES;
    /** What a part of an entry that does not fit may have. */
    static final int MAX_PART_BYTES = MAX_WHOLE_BYTES - 2 * Varint.MAX_BYTES;

    /** Made with the first block: many a builder never builds one. */
    private byte[] bytes = {};

    private ByteBuffer out = ByteBuffer.wrap(bytes);
    private final Map<Integer, Integer> slots = new HashMap<>();
    private int[] streams = new int[16];
    private long[] counts = new long[16];
    private long[] before = new long[16];
    private int used;
    private int lastStream = -1;
    private int lastSlot;
    private long baseMillis;
    private int count;
    private long nextOffset;
    private final Map<Gone, Long> gone = new LinkedHashMap<>();

    /** A row of what a sparse block does not hold. */
    private record Gone(int slot, Expiry reason) {}

    /** Everything of a block that its content does not say. */
    record Place(Block.Home home, int number, int synced, long first, long group, long writtenAtMillis) {}

    void begin(Block.Kind kind, Place place, long base) {
        if (bytes.length == 0) {
            bytes = new byte[Block.MAX_BYTES];
            out = ByteBuffer.wrap(bytes);
        }
        slots.clear();
        used = 0;
        lastStream = -1;
        count = 0;
        nextOffset = place.first();
        gone.clear();
        baseMillis = base;
        out.clear();
        out.putInt(Block.MAGIC)
                .put(Block.VERSION)
                .put(kind.code)
                .putShort((short) 0)
                .putInt(0)
                .putInt(0);
        out.putLong(place.home().epoch()).putLong(place.home().generation());
        out.putInt(place.number()).putInt(place.synced()).putLong(place.first());
        out.putInt(0).putInt(0).putLong(place.group()).putLong(place.writtenAtMillis());
        out.putLong(base).putInt(0);
    }

    boolean isEmpty() {
        return count == 0;
    }

    int count() {
        return count;
    }

    /** Adds a whole entry if it still fits. */
    boolean add(Entry entry, Tally totals) {
        int length = entry.bytes().remaining();
        if (length + ENTRY_BYTES + used * ROW_BYTES + Varint.MAX_BYTES > out.remaining()) {
            return false;
        }
        int slot = slot(entry.stream(), totals);
        Varint.put(out, slot);
        Varint.putSigned(out, entry.timeMillis() - baseMillis);
        Varint.put(out, length);
        putBytes(entry.bytes(), 0, length);
        counts[slot]++;
        count++;
        return true;
    }

    /** Adds a whole entry to a sparse block if it still fits. */
    boolean addSparse(LogRecord entry, Tally totals) {
        int length = entry.bytes().remaining();
        if (length + ENTRY_BYTES + Varint.MAX_BYTES + tableBytes() > out.remaining()) {
            return false;
        }
        int slot = slot(entry.stream(), totals);
        Varint.put(out, entry.offset().value() - nextOffset);
        nextOffset = entry.offset().value() + 1;
        Varint.put(out, slot);
        Varint.putSigned(out, entry.timeMillis() - baseMillis);
        Varint.put(out, length);
        putBytes(entry.bytes(), 0, length);
        counts[slot]++;
        count++;
        return true;
    }

    /** Entries that are not in this sparse block although they were appended in its span; false if there is no room to say so. */
    boolean addGone(int stream, Expiry reason, long entries, Tally totals) {
        if (ENTRY_BYTES + tableBytes() > out.remaining()) {
            return false;
        }
        int slot = slot(stream, totals);
        counts[slot] += entries;
        gone.merge(new Gone(slot, reason), entries, Long::sum);
        return true;
    }

    /** What is still to be written behind the entries of a sparse block, at most. */
    private int tableBytes() {
        return (used + gone.size() + 1) * ROW_BYTES + Varint.MAX_BYTES;
    }

    /** A sparse block up to this offset; its number counts as synced. */
    ByteBuffer finishSparse(long end, long writtenAtMillis) {
        long first = out.getLong(40);
        gone.forEach((row, entries) -> {
            Varint.put(out, row.slot());
            Varint.put(out, row.reason().code);
            Varint.put(out, entries);
        });
        ByteBuffer block = finish(true);
        block.putShort(6, (short) (Block.CLOSES_GROUP | Block.SPARSE))
                .putInt(36, block.getInt(32))
                .putInt(48, (int) (end - first))
                .putLong(64, writtenAtMillis);
        return checked(block);
    }

    /** A FRAGMENT block as one of a replacement. */
    ByteBuffer finishSparsePart(boolean last) {
        ByteBuffer block = finish(last);
        block.putShort(6, (short) (block.getShort(6) | Block.SPARSE)).putInt(36, block.getInt(32));
        return checked(block);
    }

    private ByteBuffer checked(ByteBuffer block) {
        return block.putInt(12, Block.checksum(bytes, 0, block.limit()));
    }

    /** The only content of a FRAGMENT block; the last part counts as the entry. */
    void addPart(Entry entry, int at, int length, Tally totals) {
        int slot = slot(entry.stream(), totals);
        Varint.put(out, slot);
        Varint.putSigned(out, entry.timeMillis() - baseMillis);
        Varint.put(out, entry.bytes().remaining());
        Varint.put(out, at);
        putBytes(entry.bytes(), at, length);
        if (at + length == entry.bytes().remaining()) {
            counts[slot]++;
            count++;
        }
    }

    private void putBytes(ByteBuffer source, int at, int length) {
        source.get(source.position() + at, bytes, out.position(), length);
        out.position(out.position() + length);
    }

    /** For the bodies of HEADER and SEAL. */
    ByteBuffer body() {
        return out;
    }

    private int slot(int stream, Tally totals) {
        if (stream == lastStream) {
            return lastSlot;
        }
        Integer known = slots.get(stream);
        int slot = known == null ? newSlot(stream, totals.of(stream)) : known;
        lastStream = stream;
        lastSlot = slot;
        return slot;
    }

    private int newSlot(int stream, long total) {
        if (used == streams.length) {
            streams = Arrays.copyOf(streams, 2 * used);
            counts = Arrays.copyOf(counts, 2 * used);
            before = Arrays.copyOf(before, 2 * used);
        }
        streams[used] = stream;
        counts[used] = 0;
        before[used] = total;
        slots.put(stream, used);
        return used++;
    }

    /** The same block in another place. */
    ByteBuffer again(Block block, Place place) {
        begin(block.kind(), place, block.baseMillis());
        out.put(block.body().duplicate());
        ByteBuffer copy = finish(block.closesGroup(), block.streams());
        copy.putShort(6, (short) block.flags()).putInt(48, block.span()).putInt(52, block.count());
        return checked(copy);
    }

    /** In the builder's own memory, from its beginning. */
    ByteBuffer finish(boolean closesGroup) {
        return finish(
                closesGroup,
                new StreamTable(
                        Arrays.copyOf(streams, used), Arrays.copyOf(counts, used), Arrays.copyOf(before, used)));
    }

    ByteBuffer finish(boolean closesGroup, StreamTable table) {
        out.putInt(80, out.position());
        table.write(out);
        ByteBuffer block = ByteBuffer.wrap(bytes, 0, out.position());
        block.putShort(6, (short) (closesGroup ? Block.CLOSES_GROUP : 0));
        block.putInt(8, block.limit());
        block.putInt(48, count);
        block.putInt(52, count);
        return checked(block);
    }
}
