package io.weir.buffer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A disk on which some files can neither be renamed nor deleted, or not opened either. */
final class StubbornDisk extends ForwardingDisk {
    private final Set<Path> kept = new HashSet<>();
    private final Map<Path, IOException> shut = new HashMap<>();

    StubbornDisk(Disk disk) {
        super(disk);
    }

    /** These and no others stay where they are. */
    StubbornDisk keep(List<Path> files) {
        kept.clear();
        kept.addAll(files);
        return this;
    }

    /** Whoever opens this file gets that. */
    StubbornDisk shut(Path file, IOException answer) {
        shut.put(file, answer);
        return this;
    }

    private void mayGo(Path file) throws IOException {
        if (kept.contains(file)) {
            throw new IOException("Operation not permitted");
        }
    }

    @Override
    public RawFile open(Path file, boolean writable) throws IOException {
        IOException answer = shut.get(file);
        if (answer != null) {
            throw answer;
        }
        return super.open(file, writable);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        mayGo(from);
        super.rename(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        mayGo(file);
        super.delete(file);
    }
}
