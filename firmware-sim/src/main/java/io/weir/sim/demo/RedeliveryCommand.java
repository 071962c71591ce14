package io.weir.sim.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code redelivery}, for tests and the doubtful. */
@Command(
        name = "redelivery",
        hidden = true,
        description =
                "Cuts acknowledgements off by a kill: what is sent again counts once, what is published twice counts twice.",
        mixinStandardHelpOptions = true)
public final class RedeliveryCommand implements Callable<Integer> {
    @Option(names = "--gateway", paramLabel = "JAR", description = "The gateway's weir.jar, if it is elsewhere.")
    private @Nullable Path jar;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path gatewayJar = GatewayJar.orFind(jar);
        Path folder = Files.createTempDirectory("weir-redelivery-");
        return Reports.conclude(Redelivery.run(gatewayJar, folder), "1 kill", folder);
    }
}
