package io.weir.gateway.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.gateway.selftest.Durability;
import io.weir.gateway.selftest.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code weir selftest …}: tries on the user's own machine what the promises rest on. */
@Command(
        name = "selftest",
        description = "Tries on this machine what the promises rest on.",
        mixinStandardHelpOptions = true)
final class SelftestCommand implements Runnable {
    private static final int MOST_KILLS = 100_000;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** The two halves of a test by pulling the plug. */
    enum PullPlug {
        NO,
        WRITE,
        VERIFY
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which test? There is: durability DIR");
    }

    @Command(
            name = "durability",
            description = {
                "Measures syncs on the disk of a directory, kills a writer again and again and looks for what it had acknowledged.",
                "Writes about 100 MB into folders of its own and removes them. Exit code 4 when the disk is not to be trusted."
            },
            mixinStandardHelpOptions = true)
    int durability(
            @Parameters(paramLabel = "DIR", description = "where the data directory is or will be") Path directory,
            @Option(
                            names = "--for",
                            paramLabel = "D",
                            defaultValue = "20s",
                            converter = Span.class,
                            description = "how long to measure; default ${DEFAULT-VALUE}")
                    Duration measuring,
            @Option(
                            names = "--kills",
                            paramLabel = "N",
                            defaultValue = "10",
                            description = "how often to kill; default ${DEFAULT-VALUE}")
                    int kills,
            @Option(names = "--json", description = "one JSON object instead of words") boolean json,
            @Option(
                            names = "--pull-plug",
                            paramLabel = "write|verify",
                            defaultValue = "no",
                            description =
                                    "write: prints numbers as they are acknowledged until the power goes; verify: looks "
                                            + "for them afterwards")
                    PullPlug pullPlug,
            @Option(
                            names = "--last",
                            paramLabel = "N",
                            defaultValue = "-1",
                            description = "the last number that was printed")
                    long last,
            @Option(names = "--count", paramLabel = "N", hidden = true, defaultValue = "9223372036854775807")
                    long count)
            throws IOException, InterruptedException {
        StoredBuffer.requireDirectory(directory);
        require(kills >= 0 && kills <= MOST_KILLS, "--kills (" + kills + ") must be 0 to " + MOST_KILLS);
        require(measuring.toMillis() > 0, "--for must be more than 0s");
        Clock clock = Clock.systemUTC();
        Durability durability = new Durability(directory, Path.of("/"), clock, new SplittableRandom(clock.millis()));
        return switch (pullPlug) {
            case WRITE -> write(durability, count);
            case VERIFY -> verify(durability, last);
            case NO -> test(durability, measuring, kills, json);
        };
    }

    private void require(boolean fits, String otherwise) {
        if (!fits) {
            throw new ParameterException(spec.subcommands().get("durability"), otherwise);
        }
    }

    private int test(Durability durability, Duration measuring, int kills, boolean json)
            throws IOException, InterruptedException {
        durability.requireRoom();
        PrintWriter out = spec.commandLine().getOut();
        Verdict verdict = durability.run(measuring, kills, spec.commandLine().getErr()::println);
        if (json) {
            out.println(new ObjectMapper().writeValueAsString(verdict.asMap()));
        } else {
            verdict.lines().forEach(out::println);
        }
        return verdict.isGood() ? Exit.DONE : Exit.DAMAGE;
    }

    private int write(Durability durability, long count) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        durability.writeUntilThePowerGoes(count, new PrintStream(new Said(out), true, StandardCharsets.UTF_8));
        return Exit.DONE;
    }

    private int verify(Durability durability, long last) throws IOException {
        require(last >= 0, "--pull-plug verify needs --last N, the last number printed");
        List<String> wrong = durability.verifyAfterPowerCut(last);
        PrintWriter out = spec.commandLine().getOut();
        wrong.forEach(out::println);
        if (wrong.isEmpty()) {
            out.println("all " + last
                    + " acknowledged numbers are there: this time the disk has kept its word; do it a few times");
        }
        return wrong.isEmpty() ? Exit.DONE : Exit.DAMAGE;
    }

    /** Each line leaves at once: what was printed must be on the other machine before the power goes. */
    private static final class Said extends OutputStream {
        private final PrintWriter out;

        Said(PrintWriter out) {
            this.out = out;
        }

        @Override
        public void write(int ascii) throws IOException {
            out.write(ascii);
            if (ascii == '\n') {
                flush();
            }
        }

        @Override
        public void flush() throws IOException {
            out.flush();
            if (out.checkError()) {
                throw new IOException("nobody reads what is printed");
            }
        }
    }

    /** {@code 500ms}, {@code 20s}, {@code 5m}, {@code 1h}. */
    static final class Span implements ITypeConverter<Duration> {
        private static final Pattern FORM = Pattern.compile("([0-9]{1,6})(ms|s|m|h)");

        @Override
        public Duration convert(String text) {
            Matcher parts = FORM.matcher(text.toLowerCase(Locale.ROOT));
            if (!parts.matches()) {
                throw new TypeConversionException("\"" + text + "\" is no duration like 20s or 5m");
            }
            long count = Long.parseLong(parts.group(1));
            return switch (parts.group(2)) {
                case "ms" -> Duration.ofMillis(count);
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                default -> Duration.ofHours(count);
            };
        }
    }
}
