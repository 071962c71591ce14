package io.weir.pipeline.nab;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The benchmark's windowed Gaussian detector ({@code nab/detectors/gaussian}): how improbable a number is in the normal
 * distribution of the 6400 before, which move on in steps of 100.
 */
final class WindowedGaussian {

    private static final int WINDOW = 6_400;
    private static final int STEP = 100;

    private final Deque<Double> window = new ArrayDeque<>();
    private final List<Double> waiting = new ArrayList<>();
    private double mean;
    private double deviation = 1;

    static double[] anomalies(List<Series.Row> rows) {
        WindowedGaussian detector = new WindowedGaussian();
        double[] anomalies = new double[rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            anomalies[i] = detector.next(rows.get(i).value());
        }
        return anomalies;
    }

    private double next(double value) {
        double anomaly = window.isEmpty() ? 0 : 1 - tail(Math.abs(value - mean) / deviation);
        if (window.size() < WINDOW) {
            window.add(value);
            update();
        } else {
            waiting.add(value);
            if (waiting.size() == STEP) {
                waiting.forEach(late -> {
                    window.removeFirst();
                    window.add(late);
                });
                waiting.clear();
                update();
            }
        }
        return anomaly;
    }

    private void update() {
        double sum = 0;
        for (double value : window) {
            sum += value;
        }
        mean = sum / window.size();
        double squares = 0;
        for (double value : window) {
            squares += (value - mean) * (value - mean);
        }
        deviation = squares == 0 ? 0.000001 : Math.sqrt(squares / window.size());
    }

    /**
     * The probability of more than z deviations, by the continued fraction of the error function far out and its series
     * near by (Abramowitz and Stegun 26.2.11 and 26.2.14).
     */
    private static double tail(double z) {
        double density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
        if (z > 4) {
            double fraction = z;
            for (int k = 60; k > 0; k--) {
                fraction = z + k / fraction;
            }
            return density / fraction;
        }
        double term = z;
        double sum = z;
        for (int k = 1; k < 80; k++) {
            term *= z * z / (2 * k + 1);
            sum += term;
        }
        return 0.5 - density * sum;
    }
}
