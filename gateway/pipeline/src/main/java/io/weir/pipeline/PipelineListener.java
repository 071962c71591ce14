package io.weir.pipeline;

import io.weir.device.Record;

/** Takes what leaves the pipelines. Called on the core thread, in order, from inside the call that caused it. */
public interface PipelineListener {

    void output(String stream, Record item);
}
