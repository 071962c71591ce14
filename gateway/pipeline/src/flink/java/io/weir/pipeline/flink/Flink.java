package io.weir.pipeline.flink;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple4;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.datastream.WindowedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.assigners.EventTimeSessionWindows;
import org.apache.flink.streaming.api.windowing.assigners.SlidingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.windows.GlobalWindow;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.streaming.api.windowing.windows.Window;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Flink's side. Deterministic because nothing runs in parallel and the watermark is moved by every reading, not by a timer:
 * to the newest event time less the lateness; where devices share windows, to the smallest of the newest times of all devices
 * heard so far. A stream that has ended moves it behind everything.
 */
final class Flink {

    private static final TypeInformation<Tuple4<String, String, Long, Double>> READING =
            Types.TUPLE(Types.STRING, Types.STRING, Types.LONG, Types.DOUBLE);
    private static final OutputTag<Tuple4<String, String, Long, Double>> LATE = new OutputTag<>("late", READING);

    /** What came out of each case. Static, because Flink makes its own copies of all functions. */
    private static final Map<Long, Queue<String>> RESULTS = new ConcurrentHashMap<>();

    private Flink() {}

    static List<String> results(long seed) {
        return new ArrayList<>(RESULTS.getOrDefault(seed, new ConcurrentLinkedQueue<>()));
    }

    private static void put(long seed, String result) {
        RESULTS.computeIfAbsent(seed, key -> new ConcurrentLinkedQueue<>()).add(result);
    }

    /** Adds the windows over a stream to a job; {@link #results} has what came out once it ran. */
    static void add(StreamExecutionEnvironment job, Windowing windowing, Stream stream) {
        if (windowing.byDevice()) {
            stream.devices().forEach(device -> add(job, windowing, stream.seed(), stream.ofDevice(device)));
        } else {
            add(job, windowing, stream.seed(), stream.readings());
        }
    }

    private static void add(
            StreamExecutionEnvironment job,
            Windowing windowing,
            long seed,
            List<Tuple4<String, String, Long, Double>> readings) {
        long lateness = windowing.latenessMillis();
        boolean byDevice = windowing.byDevice();
        KeyedStream<Tuple4<String, String, Long, Double>, String> keyed = job.fromData(readings, READING)
                .assignTimestampsAndWatermarks(
                        WatermarkStrategy.<Tuple4<String, String, Long, Double>>forGenerator(
                                        context -> new Slowest(lateness))
                                .withTimestampAssigner((reading, before) -> reading.f2))
                .keyBy(reading -> (byDevice ? reading.f0 : "") + "/" + reading.f1, Types.STRING);
        discard(windows(windowing, keyed, seed));
    }

    private static DataStream<String> windows(
            Windowing windowing, KeyedStream<Tuple4<String, String, Long, Double>, String> keyed, long seed) {
        Duration size = Duration.ofMillis(windowing.sizeMillis());
        return switch (windowing.kind()) {
            case TUMBLING -> byTime(keyed.window(TumblingEventTimeWindows.of(size)), windowing, seed);
            case SLIDING ->
                byTime(
                        keyed.window(SlidingEventTimeWindows.of(size, Duration.ofMillis(windowing.everyMillis()))),
                        windowing,
                        seed);
            case SESSION -> byTime(keyed.window(EventTimeSessionWindows.withGap(size)), windowing, seed);
            case COUNT -> byCount(keyed.countWindow(windowing.sizeMillis()), seed);
            case SLIDING_COUNT -> byCount(keyed.countWindow(windowing.sizeMillis(), windowing.everyMillis()), seed);
        };
    }

    private static DataStream<String> byTime(
            WindowedStream<Tuple4<String, String, Long, Double>, String, TimeWindow> windows,
            Windowing windowing,
            long seed) {
        SingleOutputStreamOperator<String> results = windows.allowedLateness(
                        Duration.ofMillis(windowing.allowedMillis()))
                .sideOutputLateData(LATE)
                .aggregate(new Figures(), new Report<TimeWindow>(seed), FIGURES, FIGURES, Types.STRING);
        return results.union(results.getSideOutput(LATE)
                .map(
                        late -> {
                            put(seed, Result.late(late.f0, late.f1, late.f2, late.f3));
                            return "";
                        },
                        Types.STRING));
    }

    private static DataStream<String> byCount(
            WindowedStream<Tuple4<String, String, Long, Double>, String, GlobalWindow> windows, long seed) {
        return windows.aggregate(new Figures(), new Report<GlobalWindow>(seed), FIGURES, FIGURES, Types.STRING);
    }

    private static void discard(DataStream<String> results) {
        results.sinkTo(new DiscardingSink<>());
    }

    private static final TypeInformation<double[]> FIGURES = TypeInformation.of(double[].class);

    /** Moves the watermark with every reading; one that would go back is ignored by Flink. */
    private static final class Slowest implements WatermarkGenerator<Tuple4<String, String, Long, Double>> {
        private final long latenessMillis;
        private final Map<String, Long> newest = new HashMap<>();

        Slowest(long latenessMillis) {
            this.latenessMillis = latenessMillis;
        }

        @Override
        public void onEvent(Tuple4<String, String, Long, Double> reading, long timeMillis, WatermarkOutput output) {
            newest.merge(reading.f0, timeMillis, Math::max);
            long slowest = newest.values().stream().mapToLong(Long::longValue).min().orElseThrow();
            output.emitWatermark(new Watermark(slowest - latenessMillis - 1));
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            // moved by readings alone
        }
    }

    /** Count, sum, smallest and largest. */
    static final class Figures
            implements AggregateFunction<Tuple4<String, String, Long, Double>, double[], double[]> {
        private static final long serialVersionUID = 1;

        @Override
        public double[] createAccumulator() {
            return new double[] {0, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        }

        @Override
        public double[] add(Tuple4<String, String, Long, Double> reading, double[] sum) {
            return merge(sum, new double[] {1, reading.f3, reading.f3, reading.f3});
        }

        @Override
        public double[] getResult(double[] sum) {
            return sum;
        }

        @Override
        public double[] merge(double[] a, double[] b) {
            return new double[] {a[0] + b[0], a[1] + b[1], Math.min(a[2], b[2]), Math.max(a[3], b[3])};
        }
    }

    private static final class Report<W extends Window> extends ProcessWindowFunction<double[], String, String, W> {
        private static final long serialVersionUID = 1;
        private final long seed;

        Report(long seed) {
            this.seed = seed;
        }

        @Override
        public void process(String key, Context context, Iterable<double[]> figures, Collector<String> out) {
            double[] sum = figures.iterator().next();
            put(
                    seed,
                    context.window() instanceof TimeWindow window
                            ? Result.ofTime(key, window.getStart(), window.getEnd(), sum)
                            : Result.ofCount(key, sum));
        }
    }
}
