package io.weir.pipeline.nab;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The windowed score of the Numenta Anomaly Benchmark, profile "standard" (Lavin, Ahmad: "Evaluating real-time anomaly
 * detection algorithms - the Numenta anomaly benchmark", ICMLA 2015; as its {@code nab/sweeper.py}, {@code optimizer.py} and
 * {@code runner.py} calculate): the first detection inside a labelled window counts up to 1, the earlier the more; a window
 * without one costs 1; a detection outside costs up to 0.11, less shortly behind a window. The first 15 % of a file, at
 * most 750 rows, do not count. One threshold for all files, the best one for the detector. 0 is a detector that says nothing, 100
 * one that says all at once and nothing else.
 */
record NabScore(double score, double threshold, int found, int windows, int falseAlarms) {

    private static final double FALSE_ALARM = 0.11;

    /** One row that counts. {@code window} is none when negative. */
    private record Row(double anomaly, double worth, int window) {}

    /** The score of what a detector said to each row of each file. */
    static NabScore of(List<Series> files, List<double[]> anomalies) {
        List<Row> rows = new ArrayList<>();
        int windows = 0;
        for (int i = 0; i < files.size(); i++) {
            addRows(files.get(i), anomalies.get(i), windows, rows);
            windows += files.get(i).windows().size();
        }
        return best(rows, windows);
    }

    private static void addRows(Series file, double[] anomalies, int firstWindow, List<Row> rows) {
        int probation = (int) Math.ceil(Math.min(Math.floor(0.15 * anomalies.length), 0.15 * 5_000));
        int next = 0;
        for (int row = 0; row < anomalies.length; row++) {
            while (next < file.windows().size()
                    && row > file.windows().get(next).last()) {
                next++;
            }
            boolean inside =
                    next < file.windows().size() && file.windows().get(next).contains(row);
            if (row >= probation) {
                double worth = inside
                        ? inside(file.windows().get(next), row)
                        : FALSE_ALARM * (next == 0 ? -1 : behind(file.windows().get(next - 1), row));
                rows.add(new Row(anomalies[row], worth, inside ? firstWindow + next : -1));
            }
        }
    }

    private static double inside(Series.Rows window, int row) {
        return sigmoid(-(window.last() - row + 1) / (double) window.count()) / sigmoid(-1);
    }

    private static double behind(Series.Rows window, int row) {
        return sigmoid((row - window.last()) / (window.count() - 1.0));
    }

    private static double sigmoid(double position) {
        return position > 3 ? -1 : 2 / (1 + Math.exp(5 * position)) - 1;
    }

    /** Lowers the threshold from row to row and remembers where the sum was best. */
    private static NabScore best(List<Row> rows, int windows) {
        rows.sort(Comparator.comparingDouble(Row::anomaly).reversed());
        Map<Integer, Double> worth = new HashMap<>();
        rows.stream().filter(row -> row.window() >= 0).forEach(row -> worth.put(row.window(), -1.0));
        double nothing = -worth.size();
        double sum = nothing;
        int found = 0;
        int falseAlarms = 0;
        NabScore best = new NabScore(0, Double.POSITIVE_INFINITY, 0, windows, 0);
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            if (row.window() < 0) {
                sum += row.worth();
                falseAlarms++;
            } else {
                double before = worth.getOrDefault(row.window(), -1.0);
                found += before == -1.0 ? 1 : 0;
                worth.put(row.window(), Math.max(before, row.worth()));
                sum += Math.max(before, row.worth()) - before;
            }
            double score = 100 * (sum - nothing) / (windows - nothing);
            boolean last = i + 1 == rows.size() || rows.get(i + 1).anomaly() != row.anomaly();
            if (last && score > best.score()) {
                best = new NabScore(score, row.anomaly(), found, windows, falseAlarms);
            }
        }
        return best;
    }

    @Override
    public String toString() {
        return String.format(
                "%6.2f  (threshold %.5f, %d of %d windows, %d false alarms)",
                score, threshold, found, windows, falseAlarms);
    }
}
