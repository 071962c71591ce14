package io.weir.gateway.core;

import io.weir.pipeline.PipelineSpec;
import java.util.List;

/** Reads the section "pipelines" from the canonical JSON that checkpoints and inputs carry. */
@FunctionalInterface
public interface PipelinesReader {

    /** The pipelines that can still be understood; one that cannot is left out and logged. */
    List<PipelineSpec> read(String json);
}
