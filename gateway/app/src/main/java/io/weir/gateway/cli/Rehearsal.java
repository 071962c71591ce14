package io.weir.gateway.cli;

import io.weir.buffer.Inspection;
import io.weir.buffer.Offset;
import io.weir.buffer.Scan;
import io.weir.device.MalformedBytesException;
import io.weir.device.Reading;
import io.weir.device.RecordCodec;
import io.weir.gateway.core.StoredAccounts;
import io.weir.gateway.core.StoredInputs;
import io.weir.gateway.dryrun.BadLineException;
import io.weir.gateway.dryrun.CountTable;
import io.weir.gateway.dryrun.Difference;
import io.weir.gateway.dryrun.DryRun;
import io.weir.gateway.dryrun.Lines;
import io.weir.gateway.dryrun.ReadingLines;
import io.weir.gateway.dryrun.RecordText;
import io.weir.gateway.dryrun.Recorded;
import io.weir.pipeline.PipelineListener;
import io.weir.pipeline.PipelineSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One dry run over recorded readings: records or their difference to {@code out}, counts and complaints to {@code err}. */
final class Rehearsal {

    /** A line that is not what it should be, on its way out of a callback. */
    private static final class BadExpectation extends RuntimeException {
        private static final long serialVersionUID = 1;

        BadExpectation(BadLineException cause) {
            super(cause.getMessage(), cause);
        }
    }

    private final List<PipelineSpec> pipelines;
    private final ReadingLines.Source source;
    private final String stream;
    private final Duration silence;
    private final PrintWriter out;
    private final PrintWriter err;

    /**
     * A dry run that has not begun.
     *
     * @param from where readings came in that do not say so; empty where there is only one adapter
     * @param stream of a buffer the readings in this stream; empty for its inputs
     */
    Rehearsal(
            List<PipelineSpec> pipelines,
            String from,
            String stream,
            Duration silence,
            PrintWriter out,
            PrintWriter err) {
        this.pipelines = pipelines;
        this.source = from.isEmpty() ? onlySource(pipelines) : ReadingLines.Source.of(from);
        this.stream = stream;
        this.silence = silence;
        this.out = out;
        this.err = err;
    }

    private static ReadingLines.Source onlySource(List<PipelineSpec> pipelines) {
        Set<String> adapters =
                pipelines.stream().flatMap(pipeline -> pipeline.from().stream()).collect(Collectors.toSet());
        Set<String> names = adapters.stream()
                .map(from -> ReadingLines.Source.of(from).adapter())
                .collect(Collectors.toSet());
        if (adapters.size() == 1) {
            return ReadingLines.Source.of(adapters.iterator().next());
        }
        return new ReadingLines.Source(names.size() == 1 ? names.iterator().next() : "", "");
    }

    int run(Path input) throws IOException {
        RecordText text = new RecordText();
        boolean read = feed(input, (to, item) -> out.println(text.of(to, item)));
        return read ? Exit.DONE : Exit.BAD_INPUT;
    }

    int run(Path input, Path expect) throws IOException {
        RecordText text = new RecordText();
        try (Lines expected = Lines.of(expect)) {
            Difference difference = new Difference(expected, out::println);
            try {
                if (!feed(input, (to, item) -> compare(difference, text.of(to, item)))) {
                    return Exit.BAD_INPUT;
                }
                return difference.end() ? Exit.DONE : Exit.DAMAGE;
            } catch (BadExpectation | BadLineException e) {
                err.println("error: " + expect + ":" + expected.number() + ": " + e.getMessage());
                return Exit.BAD_INPUT;
            }
        }
    }

    private static void compare(Difference difference, String line) {
        try {
            difference.got(line);
        } catch (BadLineException e) {
            throw new BadExpectation(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** False when the input is not what it should be; that was said. */
    private boolean feed(Path input, PipelineListener listener) throws IOException {
        DryRun run = new DryRun(pipelines, listener);
        boolean read = Files.isDirectory(input) ? fromBuffer(input, run) : fromLines(input, run);
        if (read) {
            run.silence(silence);
            CountTable.lines(run.counts()).forEach(err::println);
            err.println(run.taken() + " readings"
                    + (run.unrouted() == 0 ? "" : ", " + run.unrouted() + " of them read by no pipeline"));
        }
        return read;
    }

    private boolean fromLines(Path input, DryRun run) throws IOException {
        ReadingLines reader = new ReadingLines(source);
        try (Lines lines = Lines.of(input)) {
            try {
                for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
                    run.take(reader.read(line.get()));
                }
                return true;
            } catch (BadLineException e) {
                err.println("error: " + input + ":" + lines.number() + ": " + e.getMessage());
                return false;
            }
        }
    }

    private boolean fromBuffer(Path dataDirectory, DryRun run) throws IOException {
        Inspection buffer = StoredBuffer.inspect(dataDirectory);
        try {
            if (stream.isEmpty()) {
                StoredInputs.read(buffer, new StoredInputs.Taker() {
                    @Override
                    public void reading(String adapter, String input, Reading reading) {
                        run.take(new Recorded.Arrived(adapter, input, reading));
                    }

                    @Override
                    public void tick(long nowMillis) {
                        run.take(new Recorded.Clock(nowMillis));
                    }

                    @Override
                    public void clockSet(long byMillis) {
                        run.take(new Recorded.ClockSet(byMillis));
                    }
                });
                return true;
            }
            return fromStream(buffer, run);
        } catch (MalformedBytesException e) {
            err.println("error: " + dataDirectory + ": " + e.getMessage());
            return false;
        }
    }

    private boolean fromStream(Inspection buffer, DryRun run) throws IOException {
        Set<Integer> numbers = new RecordLines(buffer, StoredAccounts.of(buffer)).numbers(stream);
        if (numbers.isEmpty() || source.adapter().isEmpty()) {
            err.println(
                    numbers.isEmpty()
                            ? "error: there is no stream " + stream
                            : "error: say by --from where the readings of stream " + stream + " came in");
            return false;
        }
        try (Scan scan = buffer.scan(Offset.FIRST, numbers)) {
            while (scan.hasNext()) {
                if (RecordCodec.decode(scan.next().bytes()) instanceof Reading reading) {
                    run.take(new Recorded.Arrived(source.adapter(), source.input(), reading));
                }
            }
        }
        return true;
    }
}
