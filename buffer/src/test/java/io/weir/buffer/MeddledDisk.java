package io.weir.buffer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A disk on which somebody else does something, once, between two reads. */
final class MeddledDisk extends ForwardingDisk {
    private Optional<Meddling> meddling = Optional.empty();
    private long atPosition = Long.MAX_VALUE;
    private String atListing = "";
    private boolean meddled;

    /** What the other one does. */
    @FunctionalInterface
    interface Meddling {
        void run() throws IOException;
    }

    MeddledDisk(Disk disk) {
        super(disk);
    }

    /** After the first read at this place of any file. */
    void afterRead(long position, Meddling what) {
        atPosition = position;
        meddling = Optional.of(what);
    }

    /** Before the first listing of the folder of this name. */
    void beforeListing(String folder, Meddling what) {
        atListing = folder;
        meddling = Optional.of(what);
    }

    boolean hasMeddled() {
        return meddled;
    }

    private void meddle() throws IOException {
        if (meddling.isPresent()) {
            Meddling what = meddling.get();
            meddling = Optional.empty();
            meddled = true;
            what.run();
        }
    }

    @Override
    public RawFile open(Path file, boolean writable) throws IOException {
        RawFile raw = super.open(file, writable);
        return file.toString().contains("log") ? new MeddledFile(raw) : raw;
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        if (directory.endsWith(atListing)) {
            meddle();
        }
        return super.list(directory);
    }

    private final class MeddledFile extends ForwardingFile {
        MeddledFile(RawFile raw) {
            super(raw);
        }

        /** As a real disk, which knows only the length. */
        @Override
        public long dataEnd() throws IOException {
            return length();
        }

        @Override
        public int read(long position, byte[] into, int at, int length) throws IOException {
            int read = super.read(position, into, at, length);
            if (position == atPosition && length == 1 << 20) {
                meddle();
            }
            return read;
        }
    }
}
