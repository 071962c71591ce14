package io.weir.gateway.cli;

import io.weir.buffer.Inspection;
import io.weir.buffer.LostRange;
import io.weir.device.ByteSize;
import io.weir.gateway.BufferKeys;
import io.weir.gateway.core.StoredAccounts;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code weir buffer …}: looks into a buffer, while its gateway is stopped or running; these change nothing. */
@Command(
        name = "buffer",
        description = "Looks into the buffer of a stopped or running gateway, replays and salvages what it holds.",
        mixinStandardHelpOptions = true,
        footer = {
            "Of an encrypted buffer the key is found by the variable " + BufferKeys.FILES
                    + ": files with one key each.",
            "Exit code 0; 2 a wrong command line, a key that does not fit, or nothing of that name; 3 in use, or the disk "
                    + "refuses; 4 something is damaged or missing."
        },
        subcommands = {ReplayCommand.class, SalvageCommand.class})
final class BufferCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which of ls, verify, cat, replay, salvage?");
    }

    @Command(name = "ls", description = "Lists segments and cursors.", mixinStandardHelpOptions = true)
    int ls(@Parameters(paramLabel = "DATA_DIR", description = StoredBuffer.WHERE) Path dataDirectory)
            throws IOException {
        Inspection buffer = StoredBuffer.inspect(dataDirectory);
        Map<Integer, String> names = StoredAccounts.of(buffer).streams();
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-24s %10s %12s %12s %8s  %s%n", "SEGMENT", "SIZE", "FIRST", "END", "BLOCKS", "ENTRIES BY STREAM");
        for (Inspection.SegmentView segment : buffer.segments()) {
            out.printf(
                    "%-24s %10s %12d %12d %8d  %s%s%n",
                    segment.file().getFileName(),
                    new ByteSize(segment.bytes()),
                    segment.first().value(),
                    segment.end().value(),
                    segment.blocks(),
                    byStream(segment.entries(), names),
                    segment.quarantined() ? " quarantined" : segment.sealed() ? "" : " not sealed");
        }
        out.printf("%n%-24s %12s %12s %12s%n", "CURSOR", "POSITION", "WAITING", "DONE");
        buffer.cursors()
                .forEach(cursor -> out.printf(
                        "%-24s %12d %12d %12d%n",
                        cursor.name(),
                        cursor.standing().position().value(),
                        cursor.standing().lag(),
                        cursor.standing().delivered()));
        return Exit.DONE;
    }

    private static String byStream(Map<Integer, Long> entries, Map<Integer, String> names) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(entries)
                .forEach((stream, count) -> text.append(text.isEmpty() ? "" : ", ")
                        .append(StoredBuffer.name(stream, names))
                        .append(' ')
                        .append(count));
        return text.toString();
    }

    @Command(
            name = "verify",
            description = "Reads everything and names what is missing. Exit code 4 when something is.",
            mixinStandardHelpOptions = true)
    int verify(@Parameters(paramLabel = "DATA_DIR", description = StoredBuffer.WHERE) Path dataDirectory)
            throws IOException {
        Inspection buffer = StoredBuffer.inspect(dataDirectory);
        PrintWriter out = spec.commandLine().getOut();
        long damaged = 0;
        long entries = 0;
        for (Inspection.SegmentView segment : buffer.verify()) {
            entries += segment.entries().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            for (LostRange range : segment.damage()) {
                damaged++;
                out.println("damage: " + segment.file().getFileName() + ": offsets " + range + " cannot be read");
            }
        }
        for (LostRange gap : buffer.stats().gaps()) {
            damaged++;
            out.println("gap: offsets " + gap + " were lost earlier and are in the ledger");
        }
        int quarantined = buffer.stats().quarantined();
        out.println(entries + " entries in " + buffer.stats().segments() + " segments, " + damaged + " damaged ranges, "
                + quarantined + " segments in quarantine");
        return damaged == 0 && quarantined == 0 ? Exit.DONE : Exit.DAMAGE;
    }

    @Command(
            name = "cat",
            description =
                    "Prints records as JSON lines. What cannot be read is left out, and the exit code is 4; verify names it.",
            mixinStandardHelpOptions = true)
    int cat(
            @Parameters(paramLabel = "DATA_DIR", description = StoredBuffer.WHERE) Path dataDirectory,
            @Option(names = "--stream", paramLabel = "S", description = "only this stream") String stream,
            @Option(
                            names = "--from",
                            paramLabel = "T",
                            converter = Moment.class,
                            description = "appended at or after, ISO 8601")
                    Instant from,
            @Option(
                            names = "--to",
                            paramLabel = "T",
                            converter = Moment.class,
                            description = "appended before, ISO 8601")
                    Instant to)
            throws IOException {
        Inspection buffer = StoredBuffer.inspect(dataDirectory);
        StoredAccounts stored = StoredAccounts.of(buffer);
        RecordLines lines = new RecordLines(buffer, stored);
        Set<Integer> numbers = lines.numbers(stream == null ? "" : stream);
        if (numbers.isEmpty() && stream != null) {
            throw new ParameterException(
                    spec.subcommands().get("cat"),
                    "there is no stream " + stream + "; there are "
                            + stored.streams().values());
        }
        long unreadable = lines.print(
                numbers,
                from == null ? Instant.MIN : from,
                to == null ? Instant.MAX : to,
                spec.commandLine().getOut());
        if (buffer.hasMissed()) {
            spec.commandLine()
                    .getErr()
                    .println("not everything could be read: weir buffer verify " + dataDirectory
                            + " names what is missing");
            return Exit.DAMAGE;
        }
        return unreadable == 0 ? Exit.DONE : Exit.DAMAGE;
    }

    /** A time, or words that say what one looks like. */
    static final class Moment implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException e) {
                throw new TypeConversionException("\"" + text + "\" is no time like 2026-11-21T10:00:00Z");
            }
        }
    }
}
