package io.weir.sim;

import io.weir.sim.fleet.BadFleetFileException;
import io.weir.sim.fleet.Fleet;
import io.weir.sim.fleet.FleetFile;
import io.weir.sim.fleet.FleetPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs simulated devices against any broker or gateway. */
@Command(
        name = "fleet",
        description = "Runs simulated devices against any broker or gateway, until their time is over or Ctrl-C.",
        mixinStandardHelpOptions = true)
final class FleetCommand implements Callable<Integer> {
    private static final Duration REPORT_EVERY = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Parameters(paramLabel = "FLEET.yaml", description = "The devices; see the examples of the source tree.")
    private Path file = Path.of("fleet.yaml");

    @Option(names = "--for", paramLabel = "D", description = "How long, such as 40s; overrides the file.")
    private Duration length = Duration.ZERO;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        FleetPlan plan;
        try {
            plan = FleetFile.read(file);
        } catch (BadFleetFileException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return 2;
        } catch (IOException e) {
            spec.commandLine().getErr().println("cannot read " + file + ": " + e.getMessage());
            return 2;
        }
        Duration time = length.isZero() ? plan.length() : length;
        try (Fleet fleet = Fleet.of(plan.devices(), plan.endpoints(), plan.seed(), Clock.systemUTC())) {
            return run(fleet, time, out);
        }
    }

    private static int run(Fleet fleet, Duration time, PrintWriter out) throws InterruptedException {
        fleet.start();
        long start = System.nanoTime();
        while (time.isZero() || System.nanoTime() - start < time.toNanos()) {
            long leftMillis =
                    time.isZero() ? REPORT_EVERY.toMillis() : (time.toNanos() - System.nanoTime() + start) / 1_000_000;
            Thread.sleep(Math.max(1, Math.min(REPORT_EVERY.toMillis(), leftMillis)));
            report(fleet, out);
        }
        boolean finished = fleet.finish(Duration.ZERO, PATIENCE);
        report(fleet, out);
        if (!finished) {
            out.println("some messages were never acknowledged");
            out.flush();
        }
        return finished ? 0 : 1;
    }

    private static void report(Fleet fleet, PrintWriter out) {
        out.printf(
                "%d devices, %,d messages sent, %,d acknowledged, %,d sent again%n",
                fleet.devices().size(), fleet.sent(), fleet.accepted(), fleet.resent());
        out.flush();
    }
}
