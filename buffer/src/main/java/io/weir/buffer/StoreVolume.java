package io.weir.buffer;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.mapdb.DBException;
import org.mapdb.DataIO;
import org.mapdb.DataInput2;
import org.mapdb.volume.Volume;
import org.mapdb.volume.VolumeFactory;

/** Puts a MapDB store on {@link Pages}. The folder's lock is ours, so the file itself is not locked. Not thread-safe. */
final class StoreVolume extends Volume {
    private final File name;
    private final Pages pages;
    private final boolean exists;
    private final boolean readOnly;
    private final byte[] word = new byte[8];

    /** With {@code exists} false MapDB makes a new store of it. */
    StoreVolume(File name, Pages pages, boolean exists, boolean readOnly) {
        this.name = name;
        this.pages = pages;
        this.exists = exists;
        this.readOnly = readOnly;
    }

    /** Lets MapDB open this very volume. */
    VolumeFactory factory() {
        StoreVolume volume = this;
        return new VolumeFactory() {
            @Override
            public Volume makeVolume(
                    String file, boolean readOnly, long lockWait, int sliceShift, long initSize, boolean fixedSize) {
                return volume;
            }

            @Override
            public boolean exists(String file) {
                return volume.exists;
            }

            @Override
            public boolean handlesReadonly() {
                return true;
            }
        };
    }

    private void read(long offset, byte[] into, int at, int length) {
        try {
            pages.read(offset, into, at, length);
        } catch (IOException e) {
            throw new DBException.VolumeIOError(e);
        }
    }

    private void write(long offset, byte[] from, int at, int length) {
        try {
            pages.write(offset, from, at, length);
        } catch (IOException e) {
            throw new DBException.VolumeIOError(e);
        }
    }

    @Override
    public void ensureAvailable(long offset) {
        try {
            pages.extend(DataIO.roundUp(offset, 1 << 20));
        } catch (IOException e) {
            throw new DBException.VolumeIOError(e);
        }
    }

    @Override
    public void truncate(long size) {
        throw new IllegalStateException("An append-only store was to be truncated to " + size);
    }

    @Override
    public void putLong(long offset, long value) {
        DataIO.putLong(word, 0, value);
        write(offset, word, 0, 8);
    }

    @Override
    public void putInt(long offset, int value) {
        DataIO.putInt(word, 0, value);
        write(offset, word, 0, 4);
    }

    @Override
    public void putByte(long offset, byte value) {
        word[0] = value;
        write(offset, word, 0, 1);
    }

    @Override
    public void putData(long offset, byte[] source, int at, int length) {
        write(offset, source, at, length);
    }

    @Override
    public void putData(long offset, ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        write(offset, bytes, 0, bytes.length);
    }

    @Override
    public long getLong(long offset) {
        read(offset, word, 0, 8);
        return DataIO.getLong(word, 0);
    }

    @Override
    public int getInt(long offset) {
        read(offset, word, 0, 4);
        return DataIO.getInt(word, 0);
    }

    @Override
    public byte getByte(long offset) {
        read(offset, word, 0, 1);
        return word[0];
    }

    @Override
    public DataInput2 getDataInput(long offset, int size) {
        byte[] bytes = new byte[size];
        read(offset, bytes, 0, size);
        return new DataInput2.ByteArray(bytes);
    }

    @Override
    public void getData(long offset, byte[] into, int at, int size) {
        read(offset, into, at, size);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                pages.close();
            } catch (IOException e) {
                throw new DBException.VolumeIOError(e);
            }
        }
    }

    @Override
    public void sync() {
        try {
            pages.sync();
        } catch (IOException e) {
            throw new DBException.VolumeIOError(e);
        }
    }

    @Override
    public void clear(long from, long to) {
        byte[] zeros = new byte[(int) (to - from)];
        write(from, zeros, 0, zeros.length);
    }

    @Override
    public int sliceSize() {
        return -1;
    }

    @Override
    public boolean isSliced() {
        return false;
    }

    @Override
    public long length() {
        try {
            return pages.lengthBytes();
        } catch (IOException e) {
            throw new DBException.VolumeIOError(e);
        }
    }

    @Override
    public boolean isReadOnly() {
        return readOnly;
    }

    @Override
    public File getFile() {
        return name;
    }

    @Override
    public boolean getFileLocked() {
        return false;
    }
}
