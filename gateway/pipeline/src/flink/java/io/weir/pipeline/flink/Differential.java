package io.weir.pipeline.flink;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Seeded cases through our windows and through those of Flink: all results, firings of late readings and late readings
 * must be the same, as multisets. Exit status 1 and the seed when they are not.
 *
 * <pre>
 * Differential [CASES [FIRST-SEED]]
 * </pre>
 */
final class Differential {

    private static final PrintStream OUT = System.out;
    private static final int CASES_PER_JOB = 25;

    /** What is compared. */
    private record Case(Windowing windowing, Stream stream) {
        static Case of(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            return new Case(Windowing.of(random), Stream.of(seed, random));
        }
    }

    /** How much was compared. */
    private static final class Count {
        private int cases;
        private int global;
        private long results;
        private long late;
    }

    private final Map<Windowing.Kind, Count> counts = new EnumMap<>(Windowing.Kind.class);
    private int different;

    private Differential() {}

    public static void main(String[] arguments) throws Exception {
        int cases = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 600;
        long first = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        System.exit(new Differential().run(cases, first) ? 0 : 1);
    }

    private boolean run(int cases, long first) throws Exception {
        for (int done = 0; done < cases; done += CASES_PER_JOB) {
            List<Case> batch = new ArrayList<>();
            for (long seed = first + done; seed < first + Math.min(cases, done + CASES_PER_JOB); seed++) {
                batch.add(Case.of(seed));
            }
            runFlink(batch);
            batch.forEach(this::compare);
            OUT.printf("%d of %d cases, %d different%n", Math.min(cases, done + CASES_PER_JOB), cases, different);
        }
        counts.forEach((kind, count) -> OUT.printf(
                "%-14s %3d cases (%d with one watermark for all devices), %,d results, %,d late readings%n",
                kind, count.cases, count.global, count.results, count.late));
        OUT.println(different == 0 ? "FLINK VERDICT equal" : "FLINK VERDICT " + different + " cases differ");
        return different == 0;
    }

    private static void runFlink(List<Case> batch) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(256));
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(256));
        configuration.set(PipelineOptions.AUTO_WATERMARK_INTERVAL, java.time.Duration.ZERO);
        StreamExecutionEnvironment job = StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
        batch.forEach(each -> Flink.add(job, each.windowing(), each.stream()));
        job.execute();
    }

    private void compare(Case each) {
        List<String> ours = sorted(Weir.run(each.windowing(), each.stream()));
        List<String> theirs = sorted(Flink.results(each.stream().seed()));
        Count count = counts.computeIfAbsent(each.windowing().kind(), kind -> new Count());
        count.cases++;
        count.global += each.windowing().byDevice() ? 0 : 1;
        count.late += theirs.stream().filter(line -> line.startsWith("late ")).count();
        count.results += theirs.stream().filter(line -> !line.startsWith("late ")).count();
        if (!ours.equals(theirs)) {
            different++;
            OUT.println("seed " + each.stream().seed() + ": " + each.windowing());
            report("only ours", ours, theirs);
            report("only Flink's", theirs, ours);
        }
    }

    private static List<String> sorted(List<String> lines) {
        return lines.stream().sorted().toList();
    }

    private static void report(String title, List<String> these, List<String> others) {
        List<String> rest = new ArrayList<>(these);
        others.forEach(rest::remove);
        OUT.println("  " + title + ": " + rest.size());
        rest.stream().limit(5).forEach(line -> OUT.println("    " + line));
    }
}
