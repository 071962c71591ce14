package io.weir.pipeline;

import io.weir.device.Reading;
import io.weir.device.Record;

/** What comes behind a step: the next one, or the end of the pipeline. */
interface Downstream {

    void take(Reading reading);

    void takeResult(Record result);
}
