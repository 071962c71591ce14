package io.weir.pipeline.window;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.WindowResult;
import io.weir.pipeline.step.KeyTable;

/** One key with its windows. */
final class WindowKey extends KeyTable.State<WindowKey> {

    private final Timeline timeline;
    private final Figures figures;
    private final OpenWindows windows;
    /** Its place in the order in which keys came, which is the order of results that are due at the same time. */
    private long turn;

    WindowKey(String device, String metric, Timeline timeline, long turn, Figures figures, Cut.Opener opener) {
        super(device, metric);
        this.timeline = timeline;
        this.turn = turn;
        this.figures = figures;
        this.windows = opener.open(this);
    }

    Timeline timeline() {
        return timeline;
    }

    OpenWindows windows() {
        return windows;
    }

    long turn() {
        return turn;
    }

    WindowResult result(long fromMillis, long toMillis, Accumulator readings, int update, boolean partial) {
        return figures.result(device(), metric(), fromMillis, toMillis, readings, update, partial, time());
    }

    @Override
    protected void save(BinaryWriter out) {
        out.varint(turn);
        windows.save(out);
    }

    @Override
    protected void load(BinaryReader in) {
        turn = in.varint();
        windows.load(in);
    }
}
