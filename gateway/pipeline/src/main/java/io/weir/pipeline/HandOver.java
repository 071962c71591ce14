package io.weir.pipeline;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.pipeline.step.Operator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Hands operators from one configuration to the next. Unchanged ones move as they are; one whose fingerprint is the same
 * but whose other settings changed takes over the state; all others are closed, before anything moves.
 */
final class HandOver {

    private record Place(String pipeline, String step) {}

    private final Map<Place, Stage> kept = new HashMap<>();
    private final List<StepState> states = new ArrayList<>();

    /** Closes what does not stay: upstream first, so that what it held still enters the steps behind it. */
    HandOver(List<Pipeline> old, List<PipelineSpec> next) {
        Map<Place, StepSpec> wanted = new HashMap<>();
        for (PipelineSpec spec : next) {
            spec.steps().forEach(step -> wanted.put(new Place(spec.name(), step.id()), step));
        }
        for (Pipeline pipeline : old) {
            for (Stage stage : pipeline.stages()) {
                Place place = new Place(pipeline.spec().name(), stage.spec().id());
                StepSpec successor = wanted.get(place);
                settle(place, stage, successor == null ? "the step went away" : difference(stage, successor));
            }
        }
    }

    private static String difference(Stage stage, StepSpec successor) {
        String before = Checkpoint.fingerprint(stage.spec());
        String after = Checkpoint.fingerprint(successor);
        return before.equals(after) ? "" : "the step changed: " + after + " instead of " + before;
    }

    private void settle(Place place, Stage stage, String reason) {
        if (stage.stateful()) {
            states.add(new StepState(
                    place.pipeline(), place.step(), stage.operator().keys(), reason));
        }
        if (reason.isEmpty()) {
            kept.put(place, stage);
        } else {
            stage.close();
        }
    }

    /** The operator for a step of the next configuration. */
    Operator operator(PipelineSpec pipeline, StepSpec step) {
        Stage stage = kept.get(new Place(pipeline.name(), step.id()));
        if (stage != null && stage.spec().settings().equals(step.settings())) {
            return stage.operator();
        }
        Operator fresh = step.provider().create(step.settings());
        if (stage != null && stage.stateful()) {
            BinaryWriter state = stage.snapshot();
            fresh.restore(new BinaryReader(state.view(0)));
        }
        return fresh;
    }

    List<StepState> states() {
        return List.copyOf(states);
    }
}
