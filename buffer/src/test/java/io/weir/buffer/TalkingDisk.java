package io.weir.buffer;

import java.io.IOException;
import java.nio.file.Path;

/** Says what it is about to do to the disk, so that another process can end this one in the middle of it. */
final class TalkingDisk extends ForwardingDisk {
    private final Voice voice;

    /** Says it at once. */
    @FunctionalInterface
    interface Voice {
        void say(String words);
    }

    TalkingDisk(Disk disk, Voice voice) {
        super(disk);
        this.voice = voice;
    }

    private void say(String what, Path where) {
        Path folder = where.getParent();
        voice.say("does " + what + "-" + (folder == null ? "" : folder.getFileName()));
    }

    @Override
    public RawFile open(Path file, boolean writable) throws IOException {
        if (!writable) {
            return super.open(file, false);
        }
        say("create", file);
        return new TalkingFile(super.open(file, true), file);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        say("sync-folder", directory.resolve("it"));
        super.syncDirectory(directory);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        say(kind(from, to), to);
        super.rename(from, to);
    }

    private static String kind(Path from, Path to) {
        if (!to.toString().endsWith(SegmentFile.UNFINISHED)) {
            return "rename";
        }
        return from.toString().endsWith(SegmentFile.SUFFIX) ? "keep" : "reuse";
    }

    @Override
    public void delete(Path file) throws IOException {
        if (super.exists(file)) {
            say("delete", file);
        }
        super.delete(file);
    }

    private final class TalkingFile extends ForwardingFile {
        private final Path name;

        TalkingFile(RawFile raw, Path name) {
            super(raw);
            this.name = name;
        }

        @Override
        public void write(long position, byte[] from, int at, int length) throws IOException {
            say("write", name);
            super.write(position, from, at, length);
        }

        @Override
        public void setLength(long bytes) throws IOException {
            say("length", name);
            super.setLength(bytes);
        }

        @Override
        public void sync() throws IOException {
            say("sync", name);
            super.sync();
        }
    }
}
