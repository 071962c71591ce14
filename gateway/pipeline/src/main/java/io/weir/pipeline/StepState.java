package io.weir.pipeline;

/**
 * What became of the state of one step when a configuration changed or a checkpoint was read.
 *
 * @param step the step's id
 * @param keys keys it held: devices and metrics
 * @param reason empty when it was kept, otherwise why it was not
 */
public record StepState(String pipeline, String step, int keys, String reason) {

    public boolean kept() {
        return reason.isEmpty();
    }
}
