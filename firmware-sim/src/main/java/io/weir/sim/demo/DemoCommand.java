package io.weir.sim.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code demo}. */
@Command(
        name = "demo",
        header = "Shows a real gateway lose nothing while it is killed and cut off.",
        description = {
            "Starts a real gateway between 24 simulated devices and a counting cloud, cuts the network, kills the gateway,",
            "and proves from the devices' own sequence numbers that nothing acknowledged was lost or counted twice."
        },
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    private static final Duration HEADLESS = Duration.ofSeconds(40);
    private static final Duration INTERACTIVE = Duration.ofMinutes(10);

    @Option(names = "--for", paramLabel = "D", description = "How long; 40s when headless, else 10m or until [q].")
    private @Nullable Duration length;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of faults and values (${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--headless", description = "No keys and no live numbers: the cuts and kills come by themselves.")
    private boolean headless;

    @Option(names = "--gateway", paramLabel = "JAR", description = "The gateway's weir.jar, if it is elsewhere.")
    private @Nullable Path jar;

    @Override
    public Integer call() throws IOException, InterruptedException {
        boolean alone = headless || !TerminalShow.isPossible();
        Duration time = Optional.ofNullable(length).orElse(alone ? HEADLESS : INTERACTIVE);
        Path gatewayJar = GatewayJar.orFind(jar);
        Path folder = Files.createTempDirectory("weir-demo-");
        Clock clock = Clock.systemUTC();
        Show show = alone ? new PlainShow(System.out, clock) : new TerminalShow(System.out);
        Schedule schedule = alone || length != null ? Schedule.seeded(time, seed) : Schedule.nothing();
        try (Stage stage = Demo.open(gatewayJar, folder, seed, clock)) {
            Demo demo = new Demo(stage, GatewayFiles.fileUplink(folder), schedule, show, clock);
            Stage.Ending ending = demo.play(time);
            show.end();
            System.out.println();
            System.out.println(ending.ledger());
            return Reports.conclude(ending.verdict(), demo.cuts() + " outages, " + demo.kills() + " kills", folder);
        }
    }
}
