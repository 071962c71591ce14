package io.weir.pipeline.nab;

import static io.weir.pipeline.Harness.step;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazon.randomcutforest.RandomCutForest;
import io.weir.device.Reading;
import io.weir.device.Record;
import io.weir.device.Value;
import io.weir.pipeline.Given;
import io.weir.pipeline.Pipelines;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * The step {@code anomaly} over recorded series, beside the two detectors that it must not be worse than: NAB's windowed
 * Gaussian, and the random cut forest library used plainly, with its own defaults. Profile {@code nab} takes several seeds, and
 * shows the library with patterns of eight numbers, too.
 */
final class NabTest {

    private static final int SEEDS = Integer.getInteger("nab-seeds", 1);

    /** What our step, with nothing set but that it tells scores, says to each row. */
    private static double[] ours(Series file, long seed) {
        double[] anomalies = new double[file.rows().size()];
        int[] row = {0};
        Pipelines pipelines = Pipelines.of(
                List.of(Given.pipeline("p", step("anomaly", "emit", "score", "seed", seed))),
                (stream, item) -> anomalies[row[0]] = score(item));
        for (; row[0] < anomalies.length; row[0]++) {
            pipelines.onReading("field", "", reading(file, row[0]));
        }
        return anomalies;
    }

    private static Reading reading(Series file, int row) {
        return Given.reading(
                file.name(),
                "value",
                file.rows().get(row).timeMillis(),
                file.rows().get(row).value());
    }

    private static double score(Record item) {
        return ((Value.Num) ((Reading) item).value()).value();
    }

    private static double[] plainForest(Series file, int shingle, long seed) {
        RandomCutForest forest = RandomCutForest.builder()
                .dimensions(shingle)
                .shingleSize(shingle)
                .internalShinglingEnabled(true)
                .randomSeed(seed)
                .build();
        double[] anomalies = new double[file.rows().size()];
        for (int i = 0; i < anomalies.length; i++) {
            float[] point = {(float) file.rows().get(i).value()};
            anomalies[i] = forest.getAnomalyScore(point);
            forest.update(point);
        }
        return anomalies;
    }

    @Test
    void theAnomalyStepIsNoWorseThanAWindowedGaussianOrTheLibraryUsedPlainly() throws IOException {
        List<Series> files = Series.all();
        double gaussian = told("windowed Gaussian", files, file -> WindowedGaussian.anomalies(file.rows()));
        double ours = 0;
        double plain = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            long now = seed;
            ours += told("step anomaly, seed " + seed, files, file -> ours(file, now)) / SEEDS;
            plain += told("plain forest, seed " + seed, files, file -> plainForest(file, 1, now)) / SEEDS;
            if (SEEDS > 1) {
                told("plain forest, patterns of 8", files, file -> plainForest(file, 8, now));
            }
        }

        assertThat(ours).isGreaterThanOrEqualTo(Math.max(gaussian, plain));
    }

    private static double told(String name, List<Series> files, Function<Series, double[]> detector) {
        NabScore score = NabScore.of(files, files.parallelStream().map(detector).toList());
        System.out.printf("NAB, %d files: %-28s %s%n", files.size(), name, score);
        return score.score();
    }
}
