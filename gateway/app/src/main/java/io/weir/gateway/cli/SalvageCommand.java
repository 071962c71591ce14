package io.weir.gateway.cli;

import io.weir.buffer.Expiry;
import io.weir.buffer.Inspection;
import io.weir.buffer.LogStats;
import io.weir.buffer.Offset;
import io.weir.buffer.RecordLog;
import io.weir.buffer.Salvage;
import io.weir.buffer.Scan;
import io.weir.device.ByteSize;
import io.weir.gateway.BufferKeys;
import io.weir.gateway.core.StoredAccounts;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "salvage",
        description = {
            "Makes a healthy data directory of whatever is left of one.",
            "Searches every file for records, whatever its name and place; reads only. Also for folders copied from a card. "
                    + "Exit code 4 when something is missing."
        },
        mixinStandardHelpOptions = true)
final class SalvageCommand implements Callable<Integer> {

    private static final Duration PROGRESS_EVERY = Duration.ofSeconds(2);

    @Parameters(paramLabel = "DATA_DIR", description = "a data directory, or any folder with files of a buffer")
    @SuppressWarnings("NullAway.Init")
    private Path dataDirectory;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "DIR",
            description = "a new data directory; the gateway goes on from it")
    @SuppressWarnings("NullAway.Init")
    private Path output;

    @Option(names = "--lines", paramLabel = "FILE", description = "writes the records as JSON lines, too")
    private Optional<Path> lines = Optional.empty();

    @Option(names = "--stream", paramLabel = "S", description = "only this stream as JSON lines")
    private String stream = "";

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private long lastProgressNanos = System.nanoTime();

    @Override
    public Integer call() throws IOException {
        if (!stream.isEmpty() && lines.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--stream chooses what --lines writes; say where to");
        }
        StoredBuffer.requireDirectory(dataDirectory);
        Path source =
                Files.isDirectory(dataDirectory.resolve("buffer")) ? dataDirectory.resolve("buffer") : dataDirectory;
        Path target = output.resolve("buffer");
        Salvage.Report report = new Salvage(source, BufferKeys.fromEnvironment(), this::progress).into(target);
        Inspection saved = RecordLog.inspect(target, BufferKeys.fromEnvironment());
        StoredAccounts stored = StoredAccounts.of(saved);
        print(report, target);
        printStreams(saved, stored.streams());
        long unreadable = lines.isPresent() ? writeLines(lines.get(), saved, stored) : 0;
        boolean whole =
                saved.stats().gaps().isEmpty() && report.blank().isEmpty() && report.withCursors() && unreadable == 0;
        return whole ? Exit.DONE : Exit.DAMAGE;
    }

    private void progress(int files, int of, long bytes) {
        long now = System.nanoTime();
        if (now - lastProgressNanos > PROGRESS_EVERY.toNanos()) {
            lastProgressNanos = now;
            spec.commandLine().getErr().println("searched " + files + " of " + of + " files, " + new ByteSize(bytes));
        }
    }

    private void print(Salvage.Report report, Path target) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("found " + report.blocks() + " blocks in " + report.files() + " files; wrote " + report.segments()
                + " segments to " + target);
        report.blank().forEach(file -> out.println("nothing is left in " + file));
        report.strangers()
                .forEach((epoch, blocks) ->
                        out.println("left out: " + blocks + " blocks of another buffer, of epoch " + epoch));
        if (!report.withCursors()) {
            out.println("the positions of the uplinks are lost: each delivers everything again, with the same ids");
        }
        if (!report.withCheckpoint()) {
            out.println("there is no checkpoint: open windows and accounts begin anew from what the log holds");
        }
    }

    private void printStreams(Inspection saved, Map<Integer, String> names) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        LogStats stats = saved.stats();
        Map<Integer, Long> there = count(saved, stats.appended().keySet());
        Map<Integer, Long> lost = stats.expired().getOrDefault(Expiry.DAMAGED, Map.of());
        out.printf("%-24s %12s %12s%n", "STREAM", "SAVED", "LOST");
        stats.appended()
                .keySet()
                .forEach(number -> out.printf(
                        "%-24s %12d %12d%n",
                        StoredBuffer.name(number, names),
                        there.getOrDefault(number, 0L),
                        lost.getOrDefault(number, 0L)));
        stats.gaps().forEach(gap -> out.println("missing: offsets " + gap.from() + " up to " + gap.to()));
    }

    private static Map<Integer, Long> count(Inspection saved, Set<Integer> streams) throws IOException {
        Map<Integer, Long> counts = new TreeMap<>();
        try (Scan scan = saved.scan(Offset.FIRST, streams)) {
            while (scan.hasNext()) {
                counts.merge(scan.next().stream(), 1L, Long::sum);
            }
        }
        return counts;
    }

    private long writeLines(Path file, Inspection saved, StoredAccounts stored) throws IOException {
        RecordLines records = new RecordLines(saved, stored);
        Set<Integer> numbers = records.numbers(stream);
        if (numbers.isEmpty() && !stream.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "there is no stream " + stream + "; there are "
                            + stored.streams().values());
        }
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8))) {
            long unreadable = records.print(numbers, Instant.MIN, Instant.MAX, out);
            if (out.checkError()) {
                throw new IOException("cannot write " + file);
            }
            return unreadable;
        }
    }
}
