package io.weir.buffer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Says what it is about to do to the disk, so that another process can end this one in the middle of it. */
final class TalkingDisk implements Disk {
    private final Disk disk;
    private final Voice voice;

    /** Says it at once. */
    @FunctionalInterface
    interface Voice {
        void say(String words);
    }

    TalkingDisk(Disk disk, Voice voice) {
        this.disk = disk;
        this.voice = voice;
    }

    private void say(String what, Path where) {
        Path folder = where.getParent();
        voice.say("does " + what + "-" + (folder == null ? "" : folder.getFileName()));
    }

    @Override
    public RawFile open(Path file, boolean writable) throws IOException {
        if (!writable) {
            return disk.open(file, false);
        }
        say("create", file);
        return new TalkingFile(disk.open(file, true), file);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        say("sync-folder", directory.resolve("it"));
        disk.syncDirectory(directory);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        say("rename", to);
        disk.rename(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        if (disk.exists(file)) {
            say("delete", file);
        }
        disk.delete(file);
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        return disk.list(directory);
    }

    @Override
    public boolean exists(Path file) throws IOException {
        return disk.exists(file);
    }

    @Override
    public void makeDirectory(Path directory) throws IOException {
        disk.makeDirectory(directory);
    }

    @Override
    public Closeable lock(Path directory) throws IOException {
        return disk.lock(directory);
    }

    @Override
    public long usableBytes(Path directory) throws IOException {
        return disk.usableBytes(directory);
    }

    private final class TalkingFile implements RawFile {
        private final RawFile raw;
        private final Path name;

        TalkingFile(RawFile raw, Path name) {
            this.raw = raw;
            this.name = name;
        }

        @Override
        public int read(long position, byte[] into, int at, int length) throws IOException {
            return raw.read(position, into, at, length);
        }

        @Override
        public void write(long position, byte[] from, int at, int length) throws IOException {
            say("write", name);
            raw.write(position, from, at, length);
        }

        @Override
        public long length() throws IOException {
            return raw.length();
        }

        @Override
        public void setLength(long bytes) throws IOException {
            say("length", name);
            raw.setLength(bytes);
        }

        @Override
        public void sync() throws IOException {
            say("sync", name);
            raw.sync();
        }

        @Override
        public void close() throws IOException {
            raw.close();
        }
    }
}
