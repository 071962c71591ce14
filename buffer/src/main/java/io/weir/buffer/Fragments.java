package io.weir.buffer;

import java.nio.ByteBuffer;
import java.util.Optional;

/** Puts an entry that spans blocks together again. If a part is missing the entry does not come out. Not thread-safe. */
final class Fragments {
    private byte[] whole = {};
    private long offset = -1;
    private int have;

    /** Whether this FRAGMENT block holds a later part than the first. */
    static boolean continues(Block block) {
        ByteBuffer in = block.body().duplicate();
        Varint.get(in);
        Varint.getSigned(in);
        Varint.get(in);
        return Varint.get(in) > 0;
    }

    /** Takes the next FRAGMENT block; answers the entry when this was its last part. */
    Optional<LogRecord> add(Block block) {
        ByteBuffer in = block.body().duplicate();
        int stream = block.streams().stream((int) Varint.get(in));
        long timeMillis = block.baseMillis() + Varint.getSigned(in);
        int length = (int) Varint.get(in);
        int at = (int) Varint.get(in);
        if (at == 0) {
            whole = new byte[length];
            have = 0;
            offset = block.first();
        }
        if (offset != block.first() || at != have || at + in.remaining() > whole.length) {
            offset = -1;
            return Optional.empty();
        }
        have += in.remaining();
        in.get(whole, at, in.remaining());
        if (have < whole.length) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(whole).asReadOnlyBuffer();
        whole = new byte[0];
        LogRecord entry = new LogRecord(new Offset(offset), stream, timeMillis, bytes);
        offset = -1;
        return Optional.of(entry);
    }
}
