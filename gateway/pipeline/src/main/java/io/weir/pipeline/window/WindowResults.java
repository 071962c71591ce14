package io.weir.pipeline.window;

import io.weir.device.Aggregate;
import io.weir.device.WindowResult;
import java.util.ArrayList;
import java.util.List;

/** Makes the results of windows. A figure that is not finite, because numbers too large were added, is left out. */
final class WindowResults {

    private final SliceGrid grid;
    private final List<Figure> emit;

    WindowResults(WindowSpec spec) {
        this.grid = spec.grid();
        this.emit = spec.emit();
    }

    WindowResult of(WindowKey key, long end, Sum sum, int update, boolean partial) {
        List<Aggregate> figures = new ArrayList<>(emit.size());
        for (Figure figure : emit) {
            double value = figure.of(sum);
            if (Double.isFinite(value)) {
                figures.add(new Aggregate(figure.word(), value));
            }
        }
        return new WindowResult(
                key.device(),
                key.metric(),
                grid.millis(end - grid.slices()),
                grid.millis(end),
                figures,
                update,
                partial);
    }
}
