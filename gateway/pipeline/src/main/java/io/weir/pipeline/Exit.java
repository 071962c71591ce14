package io.weir.pipeline;

import io.weir.device.Reading;
import io.weir.device.Record;

/** The end of a pipeline: counts what leaves and hands it to the listener. Core thread only. */
final class Exit implements Downstream {

    private final String stream;
    private final String lateStream;
    private final PipelineListener listener;

    private long passed;
    private long results;
    private long late;
    private long out;

    Exit(PipelineSpec spec, PipelineListener listener) {
        this.stream = spec.name();
        this.lateStream = spec.lateStream();
        this.listener = listener;
    }

    @Override
    public void take(Reading reading) {
        passed++;
        leave(stream, reading);
    }

    @Override
    public void takeResult(Record result) {
        results++;
        leave(stream, result);
    }

    void late(Reading reading, boolean keep) {
        late++;
        if (keep) {
            leave(lateStream, reading);
        }
    }

    void lateResult(Reading reading) {
        results++;
        leave(lateStream, reading);
    }

    private void leave(String where, Record item) {
        out++;
        listener.output(where, item);
    }

    long passed() {
        return passed;
    }

    long results() {
        return results;
    }

    long late() {
        return late;
    }

    long out() {
        return out;
    }

    void reset() {
        passed = 0;
        results = 0;
        late = 0;
        out = 0;
    }
}
