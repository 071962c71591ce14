package io.weir.gateway.cli;

import io.weir.device.config.Guess;
import io.weir.gateway.config.ConfigReader;
import io.weir.gateway.dryrun.Case;
import io.weir.gateway.dryrun.CaseFile;
import io.weir.gateway.dryrun.CaseRun;
import io.weir.pipeline.PipelineSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs the tests that users wrote for their pipelines, and tells of those that failed. */
final class Cases {

    private final List<PipelineSpec> pipelines;
    private final PrintWriter out;
    private final PrintWriter err;

    Cases(List<PipelineSpec> pipelines, PrintWriter out, PrintWriter err) {
        this.pipelines = pipelines;
        this.out = out;
        this.err = err;
    }

    int run(Path file) throws IOException {
        ConfigReader.Beside read = ConfigReader.readBeside(file, CaseFile.shape());
        if (!read.problems().isEmpty()) {
            err.println(read.render());
            return Exit.BAD_INPUT;
        }
        List<String> mistakes = new ArrayList<>();
        List<Case> cases = CaseFile.cases(
                read.settings(), (path, code, message, suggestion) -> mistakes.add(path + ": " + message));
        cases.stream()
                .filter(test -> pipeline(test.pipeline()).isEmpty())
                .forEach(test -> mistakes.add("there is no pipeline " + test.pipeline() + guess(test.pipeline())));
        if (!mistakes.isEmpty()) {
            mistakes.forEach(mistake -> err.println("error: " + file + ": " + mistake));
            return Exit.BAD_INPUT;
        }
        long failed = cases.stream().filter(test -> !succeeds(test)).count();
        out.println(cases.size() + " tests, " + failed + " failed");
        return failed == 0 ? Exit.DONE : Exit.DAMAGE;
    }

    private Optional<PipelineSpec> pipeline(String name) {
        return pipelines.stream().filter(one -> one.name().equals(name)).findFirst();
    }

    private String guess(String name) {
        String guess =
                Guess.nearest(name, pipelines.stream().map(PipelineSpec::name).toList());
        return guess.isEmpty() ? "" : "; did you mean " + guess + "?";
    }

    private boolean succeeds(Case test) {
        List<String> complaints =
                CaseRun.complaints(test, pipeline(test.pipeline()).orElseThrow());
        if (!complaints.isEmpty()) {
            out.println("failed: " + test.name() + " (pipeline " + test.pipeline() + ")");
            complaints.forEach(line -> out.println("  " + line));
        }
        return complaints.isEmpty();
    }
}
