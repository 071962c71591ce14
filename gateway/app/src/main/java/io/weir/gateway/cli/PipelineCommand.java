package io.weir.gateway.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code weir pipeline …}. */
@Command(
        name = "pipeline",
        description = "Tries pipelines out, with no gateway around them.",
        mixinStandardHelpOptions = true,
        subcommands = PipelineTestCommand.class)
final class PipelineCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which of: test?");
    }
}
