package io.weir.pipeline.flink;

import io.weir.device.Aggregate;
import io.weir.device.DeviceId;
import io.weir.device.Quality;
import io.weir.device.Reading;
import io.weir.device.Record;
import io.weir.device.Value;
import io.weir.device.WindowResult;
import io.weir.device.config.Binder;
import io.weir.device.config.Settings;
import io.weir.pipeline.PipelineSpec;
import io.weir.pipeline.Pipelines;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.flink.api.java.tuple.Tuple4;

/** Our side: one pipeline of one window, run over the stream and then told that time has gone by. */
final class Weir {

    private Weir() {}

    static PipelineSpec pipeline(Map<String, Object> window) {
        Binder binder = new Binder(
                (path, code, message, suggestion) -> {
                    throw new IllegalArgumentException(path + ": " + message);
                },
                Binder.Secrets.NONE);
        Settings section = binder.section(
                PipelineSpec.shape(),
                Map.of("from", "field", "steps", List.of(Map.of("window", window))),
                "pipelines.p");
        return PipelineSpec.of("p", section);
    }

    static Reading reading(Tuple4<String, String, Long, Double> reading) {
        return new Reading(
                new DeviceId(reading.f0),
                reading.f1,
                reading.f2,
                new Value.Num(reading.f3),
                "",
                Quality.GOOD,
                reading.f2);
    }

    /** The results, in the words of {@link Result}. */
    static List<String> run(Windowing windowing, Stream stream) {
        List<String> results = new ArrayList<>();
        Pipelines pipelines = Pipelines.of(
                List.of(pipeline(windowing.settings())),
                (name, item) -> results.add(name.equals("p-late") ? late((Reading) item) : words(windowing, item)));
        // everything arrives at the same time, so that nobody falls silent before the end
        long arrival = stream.readings().stream()
                .mapToLong(reading -> reading.f2)
                .max()
                .orElse(0);
        for (Tuple4<String, String, Long, Double> tuple : stream.readings()) {
            Reading reading = reading(tuple);
            pipelines.onReading(
                    "field",
                    "",
                    new Reading(
                            reading.device(),
                            reading.metric(),
                            reading.timeMillis(),
                            reading.value(),
                            "",
                            Quality.GOOD,
                            arrival));
        }
        for (OptionalLong due = pipelines.nextDeadlineMillis(); due.isPresent(); due = pipelines.nextDeadlineMillis()) {
            pipelines.onTick(due.getAsLong());
        }
        return results;
    }

    private static String late(Reading reading) {
        return Result.late(
                reading.deviceName(), reading.metric(), reading.timeMillis(), ((Value.Num) reading.value()).value());
    }

    private static String words(Windowing windowing, Record item) {
        WindowResult window = (WindowResult) item;
        if (window.partial()) {
            return "partial " + window;
        }
        double[] figures =
                window.aggregates().stream().mapToDouble(Aggregate::value).toArray();
        String key = window.deviceName() + "/" + window.metric();
        return windowing.isByCount()
                ? Result.ofCount(key, figures)
                : Result.ofTime(key, window.fromMillis(), window.toMillis(), figures);
    }
}
