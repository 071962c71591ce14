package io.weir.gateway.cli;

import io.weir.buffer.Cursor;
import io.weir.buffer.Inspection;
import io.weir.buffer.Offset;
import io.weir.buffer.RecordLog;
import io.weir.buffer.Rewind;
import io.weir.buffer.Standing;
import io.weir.buffer.Start;
import io.weir.uplink.Accounts;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Sets the cursor of an uplink back, so that it delivers again from there on. It is the cursor that moves and not a copy
 * of the records, so that order and ids stay what they were.
 */
@Command(
        name = "replay",
        description = {
            "Lets an uplink of a stopped gateway deliver again what the buffer still has.",
            "Every record keeps its id, so that the far side can drop repeats. The account of the uplink in the ledger "
                    + "begins anew at the place that it is set to. Exit code 4 when a part is not there any more."
        },
        mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DATA_DIR", description = StoredBuffer.WHERE)
    @SuppressWarnings("NullAway.Init")
    private Path dataDirectory;

    @Option(names = "--uplink", required = true, paramLabel = "NAME", description = "the uplink that delivers again")
    @SuppressWarnings("NullAway.Init")
    private String uplink;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "oldest|OFFSET|TIME",
            description =
                    "where it begins: the oldest record there is, an offset (the last part of an id), or what was "
                            + "appended at or after a time, ISO 8601; up to a block more is delivered than asked for")
    @SuppressWarnings("NullAway.Init")
    private String from;

    @Option(names = "--dry-run", description = "says what would happen; also while the gateway runs")
    private boolean dryRun;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Start start = start();
        Rewind planned = plan(StoredBuffer.inspect(dataDirectory), start);
        if (!dryRun) {
            try (RecordLog log = StoredBuffer.open(dataDirectory)) {
                planned = plan(StoredBuffer.inspect(dataDirectory), start); // nobody else changes it from here on
                move(log, planned);
            }
        }
        print(planned);
        boolean incomplete = planned.gone() > 0 || planned.cutOff();
        return incomplete && !(start instanceof Start.Oldest) ? Exit.DAMAGE : Exit.DONE;
    }

    private Start start() {
        if (from.equals("oldest")) {
            return new Start.Oldest();
        }
        try {
            return from.matches("[0-9]{1,18}")
                    ? new Start.At(new Offset(Long.parseLong(from)))
                    : new Start.Since(Instant.parse(from));
        } catch (DateTimeParseException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--from " + from + " is not \"oldest\", an offset, or a time like 2026-11-21T10:00:00Z");
        }
    }

    private Rewind plan(Inspection buffer, Start start) throws IOException {
        Rewind rewind = buffer.rewind(uplink, start)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "there is no uplink " + uplink + " in this buffer; there are "
                                + buffer.cursors().stream()
                                        .map(Inspection.CursorView::name)
                                        .toList()));
        if (rewind.isForward()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "uplink " + uplink + " stands at offset "
                            + rewind.before().standing().position()
                            + " and would skip records if it began at " + rewind.start()
                            + "; replay only goes back");
        }
        return rewind;
    }

    private void move(RecordLog log, Rewind to) throws IOException {
        try (Cursor cursor = log.cursor(uplink, to.before().streams(), new Start.Oldest())) {
            cursor.seek(to.start());
        }
    }

    private void print(Rewind rewind) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Standing before = rewind.before().standing();
        Accounts account = Accounts.of(before);
        String verb = dryRun ? "would be" : "was";
        out.println("uplink " + uplink + " stood at offset " + before.position() + " with " + before.lag()
                + " records waiting and " + verb + " set back to " + rewind.start());
        out.println(rewind.again() + " records go again, each with the id it had: the far side can drop repeats");
        if (rewind.cutOff()) {
            out.println("gone: everything before offset " + rewind.start() + " was delivered and is kept no longer");
        }
        if (rewind.gone() > 0) {
            out.println("gone: " + rewind.gone() + " records between offsets " + rewind.start() + " and "
                    + before.position());
        }
        out.println("the uplink's account in the ledger begins anew there; until now it had appended="
                + account.appended() + " delivered=" + account.delivered() + " pending=" + account.pending()
                + " dead-lettered=" + account.deadLettered() + " expired=" + account.expired());
    }
}
