package io.weir.gateway.cli;

import io.weir.gateway.Catalog;
import io.weir.gateway.config.ConfigReader;
import io.weir.gateway.dryrun.RunTime;
import io.weir.pipeline.PipelineSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir pipeline test}: the pipelines of a configuration over recorded readings, or its users' own tests of them. */
@Command(
        name = "test",
        description = {
            "Runs the pipelines of a configuration over recorded readings: records go to stdout, counts per step to stderr.",
            "Or runs the tests in a file. Exit code 4 when something is not as expected."
        },
        mixinStandardHelpOptions = true)
final class PipelineTestCommand implements Callable<Integer> {

    @Parameters(paramLabel = "CONFIG", description = "the configuration, YAML or JSON")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(
            names = "--input",
            paramLabel = "FILE.jsonl|DATA_DIR",
            description = "readings as JSON lines, or the inputs that a gateway's buffer still holds")
    private List<Path> input = List.of();

    @Option(
            names = "--stream",
            paramLabel = "S",
            description = "of a DATA_DIR the readings in this stream, instead of the inputs")
    private String stream = "";

    @Option(
            names = "--from",
            paramLabel = "ADAPTER[/INPUT]",
            description = "where readings came in that do not say so; needless where pipelines read one adapter only")
    private String from = "";

    @Option(names = "--pipeline", paramLabel = "NAME", description = "only this pipeline")
    private String pipeline = "";

    @Option(
            names = "--expect",
            paramLabel = "FILE.jsonl",
            description = "prints the difference to these records instead")
    private List<Path> expect = List.of();

    @Option(
            names = "--silence",
            paramLabel = "1h",
            description = "how long the clock goes on after the last reading, default ${DEFAULT-VALUE}")
    private String silence = "1h";

    @Option(names = "--tests", paramLabel = "FILE.yaml", description = "tests of pipelines, instead of an input")
    private List<Path> tests = List.of();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (input.size() + tests.size() != 1 || expect.size() > 1 || (expect.size() == 1 && input.isEmpty())) {
            throw new ParameterException(
                    spec.commandLine(), "there is one --input, perhaps with one --expect, or one file of --tests");
        }
        Duration after = RunTime.span(silence)
                .filter(length -> !length.isNegative())
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "--silence is a length of time such as 90s or 1h, not " + silence));
        ConfigReader.Result result = ConfigFile.read(file, Catalog.load());
        PrintWriter err = spec.commandLine().getErr();
        if (result.config().isEmpty()) {
            err.println(result.render());
            return Exit.BAD_INPUT;
        }
        PrintWriter out = spec.commandLine().getOut();
        List<PipelineSpec> specs = chosen(result.config().get().pipelines());
        if (input.isEmpty()) {
            return new Cases(specs, out, err).run(tests.get(0));
        }
        Rehearsal rehearsal = new Rehearsal(specs, from, stream, after, out, err);
        return expect.isEmpty() ? rehearsal.run(input.get(0)) : rehearsal.run(input.get(0), expect.get(0));
    }

    private List<PipelineSpec> chosen(List<PipelineSpec> all) {
        List<PipelineSpec> chosen = new ArrayList<>(all);
        if (!pipeline.isEmpty()) {
            chosen.removeIf(one -> !one.name().equals(pipeline));
        }
        if (chosen.isEmpty()) {
            List<String> names = all.stream().map(PipelineSpec::name).toList();
            throw new ParameterException(
                    spec.commandLine(), "there is no pipeline " + pipeline + "; there are " + names);
        }
        return chosen;
    }
}
