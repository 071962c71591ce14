package io.weir.gateway.cli;

import io.weir.gateway.Catalog;
import io.weir.gateway.Estimate;
import io.weir.gateway.config.ConfigReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "check",
        description = "Finds every mistake in a configuration, and estimates the memory and flash it will use.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

    @Parameters(paramLabel = "CONFIG", description = "the configuration, YAML or JSON")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        ConfigReader.Result result = ConfigFile.read(file, Catalog.load());
        if (result.config().isEmpty()) {
            spec.commandLine().getErr().println(result.render());
            return Exit.BAD_INPUT;
        }
        PrintWriter out = spec.commandLine().getOut();
        if (!result.warnings().isEmpty()) {
            out.println(result.render());
        }
        out.println(file + " is fine.");
        Estimate.of(result.config().get()).lines().forEach(out::println);
        return Exit.DONE;
    }
}
