package io.weir.gateway.selftest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the kernel says a directory lies on. Immutable.
 *
 * @param fileSystem its type, empty if the kernel does not say
 * @param writeCache what the block device says of its cache: {@code write back}, {@code write through}, or empty
 */
public record Medium(String fileSystem, List<String> options, String device, String writeCache) {

    private static final Set<String> MEMORY = Set.of("tmpfs", "ramfs", "devtmpfs");
    private static final Set<String> REMOTE =
            Set.of("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "virtiofs", "ceph", "afs");

    /** A line of {@code mountinfo}. */
    private record Mount(String number, String place, String type, String source, List<String> options) {}

    /** Looks it up in {@code /proc} and {@code /sys}, or what stands in for them below {@code root}. */
    static Medium of(Path directory, Path root) throws IOException {
        List<Mount> mounts = mounts(root.resolve("proc/self/mountinfo"));
        Optional<Mount> mount = holding(directory.toAbsolutePath().normalize(), mounts);
        if (mount.isEmpty()) {
            return new Medium("", List.of(), "", "");
        }
        Mount found = mount.get();
        List<String> options = new ArrayList<>(found.options());
        for (String option : found.options()) {
            if (found.type().equals("overlay") && option.startsWith("upperdir=")) {
                Path upper = Path.of(option.substring("upperdir=".length()));
                holding(upper, mounts).ifPresent(below -> options.add("upper=" + below.type()));
            }
        }
        return new Medium(found.type(), List.copyOf(options), found.source(), writeCache(root, found.number()));
    }

    private static List<Mount> mounts(Path table) throws IOException {
        List<Mount> mounts = new ArrayList<>();
        try (Stream<String> lines = Files.lines(table)) {
            lines.forEach(line -> parse(line).ifPresent(mounts::add));
        } catch (NoSuchFileException e) {
            return List.of(); // not Linux
        }
        return mounts;
    }

    /** {@code 36 35 98:0 /root /place rw,noatime shared:1 - ext4 /dev/sda1 rw,barrier=0}. */
    private static Optional<Mount> parse(String line) {
        String[] halves = line.split(" - ", 2);
        String[] left = halves[0].split(" ", -1);
        String[] right = halves.length < 2 ? new String[0] : halves[1].split(" ", -1);
        if (left.length < 6 || right.length < 3) {
            return Optional.empty();
        }
        List<String> options = new ArrayList<>(List.of(left[5].split(",", -1)));
        options.addAll(List.of(right[2].split(",", -1)));
        return Optional.of(new Mount(left[2], left[4].replace("\\040", " "), right[0], right[1], List.copyOf(options)));
    }

    /** The mount with the longest place that the path begins with; the last one covers those before it. */
    private static Optional<Mount> holding(Path path, List<Mount> mounts) {
        return mounts.stream()
                .filter(mount -> path.startsWith(mount.place()))
                .reduce((a, b) ->
                        Comparator.comparingInt((Mount m) -> m.place().length()).compare(a, b) > 0 ? a : b);
    }

    private static String writeCache(Path root, String number) throws IOException {
        Path device = root.resolve("sys/dev/block").resolve(number);
        // a partition has its disk's queue
        for (Path queue : List.of(device.resolve("queue"), device.resolve("../queue"))) {
            Path file = queue.resolve("write_cache");
            if (Files.isReadable(file)) {
                return Files.readString(file).strip();
            }
        }
        return "";
    }

    /** What follows from it for what was acknowledged. */
    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        boolean overMemory = options.stream().anyMatch(o -> o.startsWith("upper=") && MEMORY.contains(o.substring(6)));
        if (MEMORY.contains(fileSystem) || overMemory) {
            findings.add(fatal("this is memory (" + fileSystem + "): nothing here survives a power cut"));
        } else if (fileSystem.equals("overlay")) {
            findings.add(risk(
                    "this is an overlay, as containers have: it ends with its container; mount a volume for the data"));
        } else if (REMOTE.contains(fileSystem) || fileSystem.startsWith("fuse")) {
            findings.add(risk("this is " + fileSystem
                    + ": another program or machine answers a sync, and only it knows whether it " + "did it"));
        }
        for (String option : options) {
            if (option.equals("nobarrier") || option.equals("barrier=0") || option.equals("barrier=none")) {
                findings.add(fatal(
                        "mounted with " + option + ": a sync does not empty the device's cache; mount without it"));
            }
        }
        if (writeCache.equals("write back")) {
            findings.add(new Finding(
                    Finding.Weight.NOTE,
                    "the device has a volatile cache; each sync tells it to empty it, as it must be"));
        }
        if (fileSystem.isEmpty()) {
            findings.add(risk("the system does not say what this directory lies on"));
        }
        return findings;
    }

    private static Finding fatal(String text) {
        return new Finding(Finding.Weight.FATAL, text);
    }

    private static Finding risk(String text) {
        return new Finding(Finding.Weight.RISK, text);
    }
}
