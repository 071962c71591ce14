package io.weir.buffer;

import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** Walks over the entries of one ENTRIES block. Not thread-safe. */
final class EntryReader {
    private final Block block;
    private final ByteBuffer in;
    private int left;
    private long nextOffset;
    private long offset;
    private int stream;
    private long timeMillis;
    private int at;
    private int length;

    EntryReader(Block block) {
        this.block = block;
        this.in = block.body().duplicate();
        this.left = block.count();
        this.nextOffset = block.first();
    }

    Block block() {
        return block;
    }

    boolean next() {
        if (left == 0) {
            return false;
        }
        left--;
        offset = nextOffset + (block.isSparse() ? Varint.get(in) : 0);
        nextOffset = offset + 1;
        stream = block.streams().stream((int) Varint.get(in));
        timeMillis = block.baseMillis() + Varint.getSigned(in);
        length = (int) Varint.get(in);
        at = in.position();
        in.position(at + length);
        return true;
    }

    /** Behind the last entry of a sparse block: what was given up of its span, by reason and stream. */
    Map<Expiry, Map<Integer, Long>> gone() {
        Map<Expiry, Map<Integer, Long>> gone = new EnumMap<>(Expiry.class);
        while (in.hasRemaining()) {
            int goneStream = block.streams().stream((int) Varint.get(in));
            Expiry reason = Expiry.of(Varint.get(in)).orElse(Expiry.RECLAIMED);
            gone.computeIfAbsent(reason, r -> new TreeMap<>()).merge(goneStream, Varint.get(in), Long::sum);
        }
        return gone;
    }

    long offset() {
        return offset;
    }

    int stream() {
        return stream;
    }

    LogRecord entry() {
        return new LogRecord(new Offset(offset), stream, timeMillis, bytes());
    }

    private ByteBuffer bytes() {
        return in.slice(at, length);
    }
}
