package io.weir.sim.fleet;

import java.util.List;
import java.util.random.RandomGenerator;

/** What a device measures. The same seed gives the same values. */
public sealed interface SignalSpec {

    /** Starts a run of its own of this signal. */
    Signal begin(RandomGenerator random);

    /** A recorded series, from its beginning or from a random place, over and over. */
    record Recorded(List<Double> values) implements SignalSpec {
        public Recorded {
            values = List.copyOf(values);
            if (values.isEmpty()) {
                throw new IllegalArgumentException("a recorded series needs at least one value");
            }
        }

        @Override
        public Signal begin(RandomGenerator random) {
            int[] at = {random.nextInt(values.size())};
            return () -> values.get(at[0]++ % values.size());
        }
    }

    /** A sine with one period in so many readings. */
    record Sine(double mean, double amplitude, int period) implements SignalSpec {
        public Sine {
            if (period < 2) {
                throw new IllegalArgumentException("period (" + period + ") must be at least 2 readings");
            }
        }

        @Override
        public Signal begin(RandomGenerator random) {
            int[] at = {random.nextInt(period)};
            return () -> rounded(mean + amplitude * Math.sin(2 * Math.PI * at[0]++ / period));
        }
    }

    /** A random walk: every reading is up to one step away from the one before. */
    record Walk(double start, double step) implements SignalSpec {
        @Override
        public Signal begin(RandomGenerator random) {
            double[] at = {start};
            return () -> at[0] = rounded(at[0] + step * (2 * random.nextDouble() - 1));
        }
    }

    /** Changes between two levels every so many readings; begins with the high one, so that the first reading is an edge. */
    record Square(double low, double high, int half) implements SignalSpec {
        public Square {
            if (half < 1) {
                throw new IllegalArgumentException("half (" + half + ") must be at least 1 reading");
            }
        }

        @Override
        public Signal begin(RandomGenerator random) {
            int[] at = {0};
            return () -> at[0]++ / half % 2 == 0 ? high : low;
        }
    }

    /** Counts up. */
    record Counter(double start, double step) implements SignalSpec {
        @Override
        public Signal begin(RandomGenerator random) {
            long[] at = {0};
            return () -> start + step * at[0]++;
        }
    }

    private static double rounded(double value) {
        return Math.rint(value * 1000) / 1000;
    }
}
