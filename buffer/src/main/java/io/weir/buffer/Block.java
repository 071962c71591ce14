package io.weir.buffer;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * One checksummed block, immutable; the one class besides {@link BlockBuilder} that knows its layout (FORMAT.md, Block).
 * A block exists only if everything about it fits.
 */
record Block(
        Kind kind,
        int flags,
        Home home,
        int number,
        int synced,
        long first,
        int span,
        int count,
        long group,
        long writtenAtMillis,
        long baseMillis,
        StreamTable streams,
        ByteBuffer body,
        int lengthBytes) {
    static final int MAGIC = 0x57454952;
    static final byte VERSION = 1;
    static final int HEADER_BYTES = 84;
    static final int MAX_BYTES = 60_000;
    /** What a block may take where it is stored. */
    static final int MAX_STORED_BYTES = MAX_BYTES + Keys.OVERHEAD_BYTES;

    static final int CLOSES_GROUP = 1;
    static final int SPARSE = 2;
    /** Only in what is stored: nobody but {@link Keys} sees such a block. */
    static final int ENCRYPTED = 4;

    enum Kind {
        HEADER(1),
        ENTRIES(2),
        FRAGMENT(3),
        SEAL(4);

        final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }
    }

    /** The file a block belongs to, and the keys under which it is read; a block that strayed from another is not believed. */
    record Home(long epoch, long generation, Keys keys) {
        Home(long epoch, long generation) {
            this(epoch, generation, Keys.NONE);
        }
    }

    /** The block at this place of the bytes, if there is a whole and true one that belongs to {@code home}. */
    static Optional<Block> parse(byte[] bytes, int at, int available, Home home) {
        if (!isStored(bytes, at, available, home)) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, at, available).slice();
        int length = in.getInt(8);
        if ((in.getShort(6) & ENCRYPTED) == 0) {
            return decode(in, length, home, length);
        }
        return home.keys()
                .open(bytes, at, length, home)
                .flatMap(plain -> decode(ByteBuffer.wrap(plain), plain.length, home, length));
    }

    /** Whether what is at this place of the bytes was stored there as a block of {@code home}, readable or not. */
    static boolean isStored(byte[] bytes, int at, int available, Home home) {
        if (available < HEADER_BYTES) {
            return false;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, at, available).slice();
        int length = in.getInt(8);
        return in.getInt(0) == MAGIC
                && length >= HEADER_BYTES
                && length <= Math.min(available, MAX_STORED_BYTES)
                && in.getLong(16) == home.epoch()
                && in.getLong(24) == home.generation()
                && in.getInt(12) == checksum(bytes, at, length);
    }

    /** How long a block is that begins so, if it is one. */
    static int lengthIn(byte[] head) {
        return ByteBuffer.wrap(head).getInt(8);
    }

    /** Where a block that was stored at this place of the bytes belongs to. */
    static Optional<Home> homeOf(byte[] bytes, int at, int available, Keys keys) {
        ByteBuffer in = ByteBuffer.wrap(bytes, at, available).slice();
        Home said = new Home(in.getLong(16), in.getLong(24), keys);
        return isStored(bytes, at, available, said) ? Optional.of(said) : Optional.empty();
    }

    /** A block that this process has built. */
    static Block trusted(ByteBuffer bytes, Home home) {
        return decode(bytes, bytes.limit(), home, bytes.limit()).orElseThrow();
    }

    private static Optional<Block> decode(ByteBuffer in, int length, Home home, int storedBytes) {
        int flags = in.getShort(6);
        int table = in.getInt(80);
        if (in.get(4) != VERSION || (flags & ~(CLOSES_GROUP | SPARSE)) != 0 || table < HEADER_BYTES || table > length) {
            return Optional.empty();
        }
        StreamTable streams = StreamTable.read(in.slice(table, length - table));
        ByteBuffer body = in.slice(HEADER_BYTES, table - HEADER_BYTES).asReadOnlyBuffer();
        for (Kind kind : Kind.values()) {
            if (kind.code == in.get(5)) {
                return Optional.of(new Block(
                        kind,
                        flags,
                        home,
                        in.getInt(32),
                        in.getInt(36),
                        in.getLong(40),
                        in.getInt(48),
                        in.getInt(52),
                        in.getLong(56),
                        in.getLong(64),
                        in.getLong(72),
                        streams,
                        body,
                        storedBytes));
            }
        }
        return Optional.empty();
    }

    static int checksum(byte[] bytes, int at, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, at, 12);
        crc.update(bytes, at + 16, length - 16);
        return (int) crc.getValue();
    }

    boolean closesGroup() {
        return (flags & CLOSES_GROUP) != 0;
    }

    boolean isSparse() {
        return (flags & SPARSE) != 0;
    }

    boolean holdsEntries() {
        return kind == Kind.ENTRIES || kind == Kind.FRAGMENT;
    }

    /** The first offset that is not in this block. */
    long end() {
        return first + span;
    }

    /** Whether a reader at this offset needs this block or one before it; parts of one entry all share its offset. */
    boolean reaches(long offset) {
        return first + Math.max(1, span) > offset;
    }
}
