package io.weir.buffer;

import java.io.IOException;
import java.nio.file.Path;
import org.mapdb.DBException;
import org.mapdb.DataInput2;
import org.mapdb.DataOutput2;
import org.mapdb.Serializer;
import org.mapdb.StoreDirect;

/** How stores are opened: append-only, without any of MapDB's checksums, transactions or locks. */
final class Mapdb {
    /** Hands the array itself to the store, which writes it before the call returns. */
    static final Serializer<byte[]> BYTES = new Serializer<>() {
        @Override
        public void serialize(DataOutput2 out, byte[] value) {
            out.buf = value;
            out.pos = value.length;
        }

        @Override
        public byte[] deserialize(DataInput2 in, int available) throws IOException {
            byte[] bytes = new byte[available];
            in.readFully(bytes);
            return bytes;
        }
    };

    private Mapdb() {}

    static StoreDirect open(Path name, Pages pages, boolean readOnly) {
        StoreVolume volume = new StoreVolume(name.toFile(), pages, readOnly);
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
