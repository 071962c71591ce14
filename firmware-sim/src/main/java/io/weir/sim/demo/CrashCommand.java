package io.weir.sim.demo;

import io.weir.sim.proof.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code crash}, for tests and the doubtful. */
@Command(
        name = "crash",
        hidden = true,
        description =
                "Kills the gateway many times under QoS 1 load; every acknowledged reading must be delivered in order.",
        mixinStandardHelpOptions = true)
public final class CrashCommand implements Callable<Integer> {
    @Option(
            names = "--kills",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many kills (${DEFAULT-VALUE}).")
    private int kills;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of the moments (${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--gateway", paramLabel = "JAR", description = "The gateway's weir.jar, if it is elsewhere.")
    private @Nullable Path jar;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path gatewayJar = GatewayJar.orFind(jar);
        Path folder = Files.createTempDirectory("weir-crash-");
        CrashLoop.Options options = new CrashLoop.Options(gatewayJar, folder, kills, seed);
        Verdict verdict = new CrashLoop(options, System.out::println).run();
        return Reports.conclude(verdict, kills + " kills, seed " + seed, folder);
    }
}
