package io.weir.pipeline.window;

import io.weir.device.Aggregate;
import io.weir.device.TimeQuality;
import io.weir.device.WindowResult;
import java.util.ArrayList;
import java.util.List;

/**
 * The figures of one step, and the results made of them. A figure that is not finite, because numbers too large were added
 * or there are too few readings for it, is left out.
 */
final class Figures {

    private final List<Figure> emit;
    private final List<Part.Kind> parts;

    Figures(List<Figure> emit) {
        this.emit = List.copyOf(emit);
        this.parts = emit.stream()
                .flatMap(figure -> figure.needs().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** What is kept beside the plain sums; a state fits only where it is the same. */
    List<Part.Kind> parts() {
        return parts;
    }

    /** An empty one with all that these figures need. */
    Accumulator accumulator() {
        return new Accumulator(parts);
    }

    /** A fair estimate of an accumulator's memory when busy. */
    long bytesPerAccumulator() {
        return 56 + parts.stream().mapToLong(Part.Kind::busyBytes).sum();
    }

    /** The result of a window with at least one reading. */
    WindowResult result(
            String device,
            String metric,
            long fromMillis,
            long toMillis,
            Accumulator readings,
            int update,
            boolean partial,
            TimeQuality time) {
        List<Aggregate> figures = new ArrayList<>(emit.size());
        for (Figure figure : emit) {
            double value = figure.formula().of(readings, toMillis);
            if (Double.isFinite(value)) {
                figures.add(new Aggregate(figure.word(), value));
            }
        }
        return new WindowResult(device, metric, fromMillis, toMillis, figures, update, partial, time);
    }
}
