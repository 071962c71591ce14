package io.weir.buffer.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Durable groups of records of 200 bytes into every store in turn, round by round, so that a disk that is slow for a
 * while is slow for all. Prints medians of records a second, of bytes written for a byte of payload, and of the ratios to both
 * plain files of the same round. Written is counted twice: as the kernel does for this process, which takes a whole large
 * folio for a few bytes overwritten in it, and at the disk, which counts its journal and everybody else, too.
 *
 * <pre>
 * CommitBench FOLDER [ROUNDS [SECONDS-OF-A-ROUND [NAME ...]]]
 * </pre>
 */
final class CommitBench {
    private static final int RECORD_BYTES = 200;
    private static final int[] GROUP_SIZES = {1, 100, 1_000, 10_000};
    private static final String APPEND = "append + fdatasync";
    private static final String OVERWRITE = "overwrite + fdatasync";
    private static final Map<String, Opener> ALL = all();
    private static final PrintStream OUT = System.out;

    private final Path folder;
    private final int rounds;
    private final double seconds;
    private final Map<String, Opener> contenders = new LinkedHashMap<>(ALL);

    /** Begins in an empty folder. */
    @FunctionalInterface
    private interface Opener {
        Contender open(Path folder) throws IOException;
    }

    /** What one store did in one round. */
    private record Run(double recordsPerSecond, double writtenPerByte, double diskPerByte) {}

    private CommitBench(Path folder, int rounds, double seconds, List<String> names) {
        this.folder = folder;
        this.rounds = rounds;
        this.seconds = seconds;
        contenders
                .keySet()
                .removeIf(name -> !names.isEmpty()
                        && !name.equals(APPEND)
                        && !name.equals(OVERWRITE)
                        && names.stream().noneMatch(name::startsWith));
    }

    private static Map<String, Opener> all() {
        Map<String, Opener> all = new LinkedHashMap<>();
        all.put(APPEND, PlainFile::new);
        all.put(OVERWRITE, OverwrittenFile::new);
        all.put("Weir", WeirLog::keeping);
        all.put("Weir, recycling", WeirLog::recycling);
        all.put("SQLite (WAL, FULL)", Sqlite::new);
        all.put("H2 MVStore (sync)", MvStoreMap::new);
        all.put("RocksDB (sync)", Rocks::new);
        all.put("Chronicle Queue (SYNC)", Chronicle::new);
        return all;
    }

    public static void main(String[] arguments) throws IOException {
        List<String> rest = List.of(arguments).subList(Math.min(3, arguments.length), arguments.length);
        Path folder = Files.createTempDirectory(Files.createDirectories(Path.of(arguments[0])), "commit-bench");
        try {
            int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
            double seconds = arguments.length > 2 ? Double.parseDouble(arguments[2]) : 1.5;
            new CommitBench(folder, rounds, seconds, rest).run();
        } finally {
            delete(folder);
        }
    }

    private void run() throws IOException {
        OUT.printf(
                Locale.ROOT,
                "%-24s %7s %12s %12s %10s %10s %10s%n",
                "store",
                "group",
                "records/s",
                "written/byte",
                "disk/byte",
                "/append",
                "/overwrite");
        for (int size : GROUP_SIZES) {
            round(size, 0.3); // warms up
            Map<String, List<Run>> runs = new LinkedHashMap<>();
            for (int i = 0; i < rounds; i++) {
                round(size, seconds)
                        .forEach((name, run) -> runs.computeIfAbsent(name, n -> new ArrayList<>())
                                .add(run));
            }
            print(size, runs);
        }
    }

    private Map<String, Run> round(int size, double forSeconds) throws IOException {
        Map<String, Run> runs = new LinkedHashMap<>();
        for (Map.Entry<String, Opener> next : contenders.entrySet()) {
            Path place = Files.createDirectories(folder.resolve("store"));
            try (Contender contender = next.getValue().open(place)) {
                runs.put(next.getKey(), measure(contender, size, forSeconds));
            }
            delete(place);
        }
        return runs;
    }

    private Run measure(Contender contender, int size, double forSeconds) throws IOException {
        List<List<byte[]>> groups = groups(size);
        contender.store(groups.get(0));
        long writtenBefore = written();
        long diskBefore = onDisk();
        long begin = System.nanoTime();
        long end = begin + (long) (forSeconds * 1e9);
        long count = 0;
        while (System.nanoTime() < end) {
            contender.store(groups.get((int) (count++ % groups.size())));
        }
        double took = (System.nanoTime() - begin) / 1e9;
        double payload = (double) count * size * RECORD_BYTES;
        return new Run(
                count * size / took, (written() - writtenBefore) / payload, (onDisk() - diskBefore) / payload);
    }

    private static List<List<byte[]>> groups(int size) {
        SplittableRandom random = new SplittableRandom(size);
        return Stream.generate(() -> Stream.generate(() -> {
                            byte[] record = new byte[RECORD_BYTES];
                            random.nextBytes(record);
                            return record;
                        })
                        .limit(size)
                        .toList())
                .limit(8)
                .toList();
    }

    private static long written() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/io")).stream()
                .filter(line -> line.startsWith("write_bytes: "))
                .mapToLong(line -> Long.parseLong(line.substring("write_bytes: ".length())))
                .sum();
    }

    private long onDisk() throws IOException {
        long device = (long) Files.getAttribute(folder, "unix:dev");
        Path stat = Path.of("/sys/dev/block/" + (device >> 8) + ":" + (device & 0xFF) + "/stat");
        if (!Files.exists(stat)) {
            return 0; // a file system without a block device of its own
        }
        String[] fields = Files.readString(stat).trim().split("\\s+");
        return Long.parseLong(fields[6]) * 512;
    }

    private void print(int size, Map<String, List<Run>> runs) {
        List<Run> append = runs.getOrDefault(APPEND, List.of());
        List<Run> overwrite = runs.getOrDefault(OVERWRITE, List.of());
        runs.forEach((name, own) -> OUT.printf(
                Locale.ROOT,
                "%-24s %7d %,12.0f %12.2f %10.2f %10.2f %10.2f%n",
                name,
                size,
                median(own.stream().map(Run::recordsPerSecond)),
                median(own.stream().map(Run::writtenPerByte)),
                median(own.stream().map(Run::diskPerByte)),
                ratio(own, append),
                ratio(own, overwrite)));
    }

    private static double ratio(List<Run> own, List<Run> limit) {
        return median(Stream.iterate(0, i -> i + 1)
                .limit(own.size())
                .map(i -> own.get(i).recordsPerSecond() / limit.get(i).recordsPerSecond()));
    }

    private static double median(Stream<Double> values) {
        List<Double> sorted = values.sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
