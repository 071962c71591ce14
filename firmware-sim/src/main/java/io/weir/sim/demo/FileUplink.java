package io.weir.sim.demo;

import io.weir.sim.cloud.Archive;
import io.weir.sim.cloud.Arrivals;
import io.weir.sim.proof.Finding;
import io.weir.sim.proof.Judge;
import io.weir.sim.proof.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of a file uplink, judged like what came to the cloud: the second destination has to have everything too. */
record FileUplink(Path folder) {

    /** Adds to the verdict whatever is wrong with the files; the gateway must have ended. */
    Verdict judge(Judge judge, Verdict verdict) throws IOException {
        Archive archive = new Archive();
        Verdict result = verdict;
        try (Arrivals arrivals = new Arrivals(archive)) {
            for (Path file : files()) {
                arrivals.take(Files.readAllLines(file));
            }
            for (Finding finding : judge.judge(archive, arrivals.counts()).findings()) {
                result = result.with(new Finding(finding.kind(), "in the file uplink: " + finding.detail()));
            }
        }
        return result;
    }

    /** By name, which is by stream and then by hour. */
    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
        }
    }
}
