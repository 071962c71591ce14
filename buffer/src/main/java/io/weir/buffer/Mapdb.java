package io.weir.buffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.mapdb.DBException;
import org.mapdb.DataInput2;
import org.mapdb.DataOutput2;
import org.mapdb.Serializer;
import org.mapdb.StoreDirect;

/** How stores are opened: append-only, without any of MapDB's checksums, transactions or locks. */
final class Mapdb {
    /** A block at the beginning of its array, which is handed to the store itself and written before the call returns. */
    static final Serializer<ByteBuffer> BLOCK = new Serializer<>() {
        @Override
        public void serialize(DataOutput2 out, ByteBuffer value) {
            if (value.arrayOffset() != 0) {
                throw new IllegalArgumentException("A block is stored from the beginning of its array");
            }
            out.buf = value.array();
            out.pos = value.limit();
        }

        @Override
        public ByteBuffer deserialize(DataInput2 in, int available) throws IOException {
            byte[] whole = in.internalByteArray();
            if (whole != null && in.getPos() == 0 && whole.length == available) {
                return ByteBuffer.wrap(whole); // the volume made it for this call
            }
            byte[] bytes = new byte[available];
            in.readFully(bytes);
            return ByteBuffer.wrap(bytes);
        }
    };

    private Mapdb() {}

    /** One that is there. */
    static StoreDirect open(Path name, ReadPages pages) {
        return open(name, pages, true, true);
    }

    /** A new one. MapDB begins every store with the same four thousand words, so that they are made once and copied. */
    static StoreDirect create(Path name, GatheredPages pages) throws IOException {
        pages.extend(Front.LENGTH_BYTES);
        pages.front().begin(Blank.FRONT);
        return open(name, pages, true, false);
    }

    /** What MapDB writes into an empty store. */
    private static final class Blank {
        static final Front FRONT = make();

        private static Front make() {
            try {
                GatheredPages pages = GatheredPages.of(new Nowhere());
                open(Path.of("blank"), pages, false, false);
                return pages.front();
            } catch (IOException e) {
                throw new IllegalStateException("MapDB cannot begin a store in memory", e);
            }
        }
    }

    /** A file for a store of which only the front matters. */
    private static final class Nowhere implements RawFile {
        @Override
        public int read(long position, byte[] into, int at, int length) {
            return 0;
        }

        @Override
        public void write(long position, byte[] from, int at, int length) {}

        @Override
        public long length() {
            return 0;
        }

        @Override
        public void setLength(long bytes) {}

        @Override
        public void sync() {}

        @Override
        public void close() {}
    }

    private static StoreDirect open(Path name, Pages pages, boolean exists, boolean readOnly) {
        StoreVolume volume = new StoreVolume(name.toFile(), pages, exists, readOnly);
        return StoreDirect.Companion.make(
                name.toString(), volume.factory(), 0, readOnly, true, 0, 1 << 20, 0, false, false, false, false, true);
    }

    /** What went wrong in the store as what it is to our callers: trouble with the disk. */
    static IOException trouble(String what, Path file, Throwable cause) {
        if (cause instanceof DBException.VolumeIOError && cause.getCause() instanceof IOException disk) {
            return new IOException(what + " " + file + ": " + disk.getMessage(), disk);
        }
        return new IOException(what + " " + file + ": " + cause, cause);
    }
}
