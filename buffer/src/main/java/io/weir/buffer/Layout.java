package io.weir.buffer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The names in a buffer's directory, and the file that says whose directory it is. */
record Layout(Path directory, long epoch, Keys keys) {
    private static final Logger log = LoggerFactory.getLogger(Layout.class);

    static final String FORMAT = "FORMAT";
    static final String LOCK = "lock";
    static final String OWNER = "owner";
    static final String BALLAST = "ballast";
    private static final int VERSION = 3;
    private static final String PROGRAM = "weir-buffer ";
    private static final String EPOCH = "epoch ";
    private static final int MAX_FORMAT_BYTES = 4096;
    private static final Set<String> OURS = Set.of(LOCK, OWNER, BALLAST, FORMAT + SegmentFile.UNFINISHED);

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

    Path format() {
        return directory.resolve(FORMAT);
    }

    Path ballast() {
        return directory.resolve(BALLAST);
    }

    /** What blocks of a segment of this generation must say, in whichever folder it is. */
    Block.Home home(long generation) {
        return new Block.Home(epoch, generation, keys);
    }

    List<Path> folders() {
        return List.of(log(), state(), checkpoints(), quarantine());
    }

    /** Reads the directory's format, or makes it a new buffer if it is empty. The directory must exist and be locked. */
    static Layout openOrCreate(Disk disk, Path directory, long epochIfNew, Keys keys) throws IOException {
        Layout layout = recognise(disk, directory, epochIfNew, keys);
        layout.makeFolders(disk);
        layout.writeFormat(disk);
        return layout;
    }

    /** As {@link #openOrCreate}, but changes nothing: before it is locked the directory may be anybody's. */
    static Layout recognise(Disk disk, Path directory, long epochIfNew, Keys keys) throws IOException {
        Layout layout;
        if (disk.exists(directory.resolve(FORMAT))) {
            layout = open(disk, directory, keys);
        } else {
            requireNoStranger(disk, directory);
            layout = new Layout(directory, epochInBlocks(disk, directory).orElse(epochIfNew), keys);
        }
        return layout;
    }

    /** Reads the format of a directory that must be a buffer. */
    static Layout open(Disk disk, Path directory, Keys keys) throws IOException {
        Path file = directory.resolve(FORMAT);
        boolean there = disk.exists(file);
        String text = there ? read(disk, file) : "";
        List<String> lines = text.lines().toList();
        if (isWhole(lines)) {
            requireKnownVersion(directory, lines.get(0).substring(PROGRAM.length()));
            return new Layout(directory, Long.parseLong(lines.get(1).substring(EPOCH.length())), keys);
        }
        OptionalLong epoch = epochInBlocks(disk, directory);
        if (epoch.isEmpty()) {
            throw new IOException(
                    there
                            ? file + " does not say that this directory is a buffer"
                            : directory + " is not a buffer: it has no file " + FORMAT);
        }
        log.warn(
                "The file {} is damaged or gone; the epoch was taken from the segments epoch={}",
                file,
                epoch.getAsLong());
        return new Layout(directory, epoch.getAsLong(), keys);
    }

    /** Whatever it is, it must not say of itself that it is a buffer of a newer format. */
    static void requireNotNewer(Disk disk, Path directory) throws IOException {
        if (disk.exists(directory.resolve(FORMAT))) {
            List<String> lines = read(disk, directory.resolve(FORMAT)).lines().toList();
            if (isWhole(lines)) {
                requireKnownVersion(directory, lines.get(0).substring(PROGRAM.length()));
            }
        }
    }

    private static boolean isWhole(List<String> lines) {
        return lines.size() == 3 && lines.get(2).equals(check(lines.get(0), lines.get(1)));
    }

    private static void requireKnownVersion(Path directory, String version) throws IOException {
        if (Integer.parseInt(version) > VERSION) {
            throw new IOException("The buffer " + directory + " has format " + version + ", this program knows up to "
                    + VERSION + ": use the newer program");
        }
    }

    /** Empty if the disk does not give it. */
    private static String read(Disk disk, Path file) throws IOException {
        byte[] bytes = new byte[MAX_FORMAT_BYTES];
        try (RawFile raw = disk.open(file, false)) {
            return new String(bytes, 0, raw.read(0, bytes, 0, bytes.length), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            log.warn("Cannot read the file {} cause={}", file, e.getMessage());
            return "";
        }
    }

    /** What the file says. */
    static String text(int version, long epoch) {
        String program = PROGRAM + version;
        return program + "\n" + EPOCH + epoch + "\n" + check(program, EPOCH + epoch) + "\n";
    }

    private static String check(String program, String epoch) {
        CRC32C crc = new CRC32C();
        crc.update((program + "\n" + epoch + "\n").getBytes(StandardCharsets.ISO_8859_1));
        return String.format(Locale.ROOT, "check %08x", crc.getValue());
    }

    /** Every block names the epoch. */
    private static OptionalLong epochInBlocks(Disk disk, Path directory) throws IOException {
        for (String folder : List.of("log", "state", "checkpoints", "quarantine")) {
            if (disk.exists(directory.resolve(folder))) {
                for (Path file : disk.list(directory.resolve(folder))) {
                    Optional<Block.Home> home = RawScan.homeIn(disk, file, Keys.NONE);
                    if (home.isPresent()) {
                        return OptionalLong.of(home.get().epoch());
                    }
                }
            }
        }
        return OptionalLong.empty();
    }

    private static void requireNoStranger(Disk disk, Path directory) throws IOException {
        List<Path> ours = new Layout(directory, 0, Keys.NONE).folders();
        List<Path> strange = new ArrayList<>();
        disk.walk(directory, (file, lengthBytes) -> {
            Path first = directory.resolve(directory.relativize(file).getName(0));
            if (!file.equals(directory)
                    && !ours.contains(first)
                    && !OURS.contains(first.getFileName().toString())) {
                strange.add(first);
            }
            return strange.isEmpty();
        });
        if (!strange.isEmpty()) {
            throw new IOException("The directory " + directory + " holds files of another program ("
                    + strange.get(0).getFileName() + ") and no file " + FORMAT + ": give the buffer an empty one");
        }
    }

    private void makeFolders(Disk disk) throws IOException {
        for (Path folder : folders()) {
            disk.makeDirectory(folder);
        }
        disk.syncDirectory(directory);
    }

    private void writeFormat(Disk disk) throws IOException {
        String text = text(VERSION, epoch);
        Path file = format();
        if (disk.exists(file) && read(disk, file).equals(text)) {
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        Path aside = directory.resolve(FORMAT + SegmentFile.UNFINISHED);
        disk.delete(aside);
        try (RawFile raw = disk.open(aside, true)) {
            raw.write(0, bytes, 0, bytes.length);
            raw.sync();
        }
        disk.rename(aside, file);
        disk.syncDirectory(directory);
    }
}
