package io.weir.pipeline.flink;

import io.weir.device.DeviceId;
import io.weir.device.Quality;
import io.weir.device.Reading;
import io.weir.device.Value;
import io.weir.pipeline.PipelineSpec;
import io.weir.pipeline.Pipelines;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple4;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.windowing.assigners.SlidingEventTimeWindows;

/**
 * How fast the same windows are here and in a Flink mini cluster, one after the other in the same JVM: 60 s every second
 * over a hundred devices with a hundred readings a second each; count, sum, smallest and largest. Both make their readings
 * on the way; ours on one thread, Flink with one slot, whose source has a thread of its own. Medians of the rounds; exit
 * status 1 when the results are not as many, or we are not ten times as fast.
 *
 * <pre>
 * Race [READINGS [ROUNDS]]
 * </pre>
 */
final class Race {

    private static final PrintStream OUT = System.out;
    private static final int DEVICES = 100;
    private static final long STEP_MICROS = 100;
    private static final int LIMIT = 10;

    private static final LongAdder RESULTS = new LongAdder();

    private Race() {}

    public static void main(String[] arguments) throws Exception {
        long readings = arguments.length > 0 ? Long.parseLong(arguments[0]) : 1_000_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        double[] ours = new double[rounds];
        double[] theirs = new double[rounds];
        boolean same = true;
        weir(readings);
        RESULTS.sumThenReset();
        for (int i = 0; i < rounds; i++) {
            ours[i] = weir(readings);
            long ourResults = RESULTS.sumThenReset();
            theirs[i] = flink(readings);
            long theirResults = RESULTS.sumThenReset();
            same &= ourResults == theirResults;
            OUT.printf(
                    "round %d: Weir %,.0f readings/s, %,d results; Flink %,.0f readings/s, %,d results%n",
                    i + 1, ours[i], ourResults, theirs[i], theirResults);
        }
        double ratio = median(ours) / median(theirs);
        OUT.printf(
                "median: Weir %,.0f, Flink %,.0f readings/s: %.1f times, wanted are %d%n",
                median(ours), median(theirs), ratio, LIMIT);
        System.exit(same && ratio >= LIMIT ? 0 : 1);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static String device(long i) {
        return "d" + i % DEVICES;
    }

    private static long timeMillis(long i) {
        return 1_700_000_000_000L + i * STEP_MICROS / 1_000;
    }

    private static double value(long i) {
        return 20 + (i * 7 % 1_000) / 128.0;
    }

    private static double perSecond(long readings, long beganNanos) {
        return readings * 1e9 / (System.nanoTime() - beganNanos);
    }

    private static double weir(long readings) {
        PipelineSpec spec =
                Weir.pipeline(Map.of("size", "60s", "every", "1s", "emit", List.of("count", "sum", "min", "max")));
        Pipelines pipelines = Pipelines.of(List.of(spec), (stream, item) -> RESULTS.increment());
        DeviceId[] devices = new DeviceId[DEVICES];
        for (int i = 0; i < DEVICES; i++) {
            devices[i] = new DeviceId(device(i));
        }
        long began = System.nanoTime();
        for (long i = 0; i < readings; i++) {
            long time = timeMillis(i);
            pipelines.onReading(
                    "field",
                    "",
                    new Reading(
                            devices[(int) (i % DEVICES)],
                            "temperature",
                            time,
                            new Value.Num(value(i)),
                            "Cel",
                            Quality.GOOD,
                            time));
        }
        // everyone falls silent: what is open fires
        pipelines.onTick(timeMillis(readings) + Duration.ofHours(1).toMillis());
        return perSecond(readings, began);
    }

    private static double flink(long readings) throws Exception {
        StreamExecutionEnvironment job = StreamExecutionEnvironment.createLocalEnvironment(1, new Configuration());
        job.getConfig().enableObjectReuse();
        job.fromSequence(0, readings - 1)
                .map(
                        i -> Tuple4.of(device(i), "temperature", timeMillis(i), value(i)),
                        Types.TUPLE(Types.STRING, Types.STRING, Types.LONG, Types.DOUBLE))
                .assignTimestampsAndWatermarks(
                        WatermarkStrategy.<Tuple4<String, String, Long, Double>>forMonotonousTimestamps()
                                .withTimestampAssigner((reading, before) -> reading.f2))
                .keyBy(reading -> reading.f0, Types.STRING)
                .window(SlidingEventTimeWindows.of(Duration.ofSeconds(60), Duration.ofSeconds(1)))
                .aggregate(new Flink.Figures())
                .map(
                        result -> {
                            RESULTS.increment();
                            return result.length;
                        },
                        Types.INT)
                .sinkTo(new DiscardingSink<>());
        long began = System.nanoTime();
        job.execute();
        return perSecond(readings, began);
    }
}
