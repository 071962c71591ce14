package io.weir.buffer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The names in a buffer's directory, and the file that says whose directory it is. */
record Layout(Path directory, long epoch) {
    static final String FORMAT = "FORMAT";
    static final String LOCK = "lock";
    static final String OWNER = "owner";
    static final String BALLAST = "ballast";
    private static final int VERSION = 1;
    private static final String PROGRAM = "weir-buffer";
    private static final Set<String> OURS = Set.of(LOCK, OWNER, FORMAT + SegmentFile.UNFINISHED);

    Path log() {
        return directory.resolve("log");
    }

    Path state() {
        return directory.resolve("state");
    }

    Path checkpoints() {
        return directory.resolve("checkpoints");
    }

    Path quarantine() {
        return directory.resolve("quarantine");
    }

    Path ballast() {
        return directory.resolve(BALLAST);
    }

    List<Path> folders() {
        return List.of(log(), state(), checkpoints(), quarantine());
    }

    /** Reads the directory's format, or makes it a new buffer if it is empty. The directory must exist and be locked. */
    static Layout openOrCreate(Disk disk, Path directory, long epochIfNew) throws IOException {
        if (Files.exists(directory.resolve(FORMAT))) {
            Layout layout = open(directory);
            layout.makeFolders(disk);
            return layout;
        }
        requireEmpty(directory);
        Layout layout = new Layout(directory, epochIfNew);
        layout.makeFolders(disk);
        layout.writeFormat(disk);
        return layout;
    }

    static Layout open(Path directory) throws IOException {
        Path file = directory.resolve(FORMAT);
        if (!Files.exists(file)) {
            throw new IOException(directory + " is not a buffer: it has no file " + FORMAT);
        }
        List<String> lines =
                Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList();
        String wrong = file + " does not say that this directory is a buffer";
        if (lines.size() < 2
                || !lines.get(0).startsWith(PROGRAM + " ")
                || !lines.get(1).startsWith("epoch ")) {
            throw new IOException(wrong);
        }
        try {
            int version = Integer.parseInt(lines.get(0).substring(PROGRAM.length() + 1));
            if (version > VERSION) {
                throw new IOException("The buffer " + directory + " has format " + version
                        + ", this program knows up to " + VERSION + ": use the newer program");
            }
            return new Layout(directory, Long.parseLong(lines.get(1).substring("epoch ".length())));
        } catch (NumberFormatException e) {
            throw new IOException(wrong, e);
        }
    }

    private static void requireEmpty(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> strange = files.filter(Layout::isStrange).sorted().toList();
            if (!strange.isEmpty()) {
                throw new IOException("The directory " + directory + " holds files of another program ("
                        + strange.get(0).getFileName() + (strange.size() > 1 ? ", ..." : "")
                        + ") and no file " + FORMAT + ": give the buffer an empty one");
            }
        }
    }

    private static boolean isStrange(Path file) {
        String name = file.getFileName().toString();
        return !OURS.contains(name) && !isEmptyFolder(file);
    }

    private static boolean isEmptyFolder(Path file) {
        if (!Files.isDirectory(file)) {
            return false;
        }
        try (Stream<Path> files = Files.list(file)) {
            return files.findAny().isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    private void makeFolders(Disk disk) throws IOException {
        boolean made = false;
        for (Path folder : folders()) {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
                made = true;
            }
        }
        if (made) {
            disk.syncDirectory(directory);
        }
    }

    private void writeFormat(Disk disk) throws IOException {
        Path aside = directory.resolve(FORMAT + SegmentFile.UNFINISHED);
        byte[] text = (PROGRAM + " " + VERSION + "\nepoch " + epoch + "\n").getBytes(StandardCharsets.ISO_8859_1);
        disk.delete(aside);
        try (RawFile raw = disk.open(aside, true)) {
            raw.write(0, text, 0, text.length);
            raw.sync();
        }
        disk.rename(aside, directory.resolve(FORMAT));
        disk.syncDirectory(directory);
    }
}
