package io.weir.gateway;

import io.weir.gateway.config.GatewayConfig;
import io.weir.pipeline.Pipelines;
import io.weir.pipeline.StateEstimate;
import java.util.ArrayList;
import java.util.List;

/**
 * What a configuration will cost at the most, in words for {@code weir check}.
 *
 * @param lines one statement each
 */
public record Estimate(List<String> lines) {

    public static Estimate of(GatewayConfig config) {
        List<String> lines = new ArrayList<>();
        for (StateEstimate state : Pipelines.estimate(StoredPipelines.specs(config))) {
            lines.add("memory  pipeline " + state.pipeline() + ", step " + state.step() + ": " + state.perKey()
                    + " a key, at most " + state.maxKeys() + " keys = " + state.total());
        }
        lines.add("memory  intake: at most an eighth of the heap, 4MiB to 64MiB");
        lines.add("flash   buffer: at most " + config.buffer().maxSize() + " in "
                + config.gateway().dataDirectory());
        lines.addAll(FlashWear.lines(config.buffer().commitEvery()));
        return new Estimate(List.copyOf(lines));
    }
}
