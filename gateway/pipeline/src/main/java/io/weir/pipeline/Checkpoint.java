package io.weir.pipeline;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.MalformedBytesException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The form of all operators' state in a checkpoint. Each state stands for itself under its place and fingerprint, so that
 * one that does not fit is left out alone.
 *
 * <pre>
 * u8 version (2) | i64 what the clock was set by in all | varint n | n x (text pipeline, text step, text fingerprint, varint keys, varint held, blob state)
 * </pre>
 */
final class Checkpoint {

    private static final int VERSION = 2;

    /** States whose times had no origin; they are dropped, each with its report. */
    private static final int WITHOUT_CLOCKS = 1;

    private record Place(String pipeline, String step) {}

    private Checkpoint() {}

    static void write(List<Pipeline> pipelines, SetClock clock, BinaryWriter out) {
        List<Runnable> states = new ArrayList<>();
        for (Pipeline pipeline : pipelines) {
            for (Stage stage : pipeline.stages()) {
                if (stage.stateful()) {
                    states.add(() -> write(pipeline, stage, out));
                }
            }
        }
        out.u8(VERSION);
        clock.snapshot(out);
        out.varint(states.size());
        states.forEach(Runnable::run);
    }

    private static void write(Pipeline pipeline, Stage stage, BinaryWriter out) {
        out.text(pipeline.spec().name())
                .text(stage.spec().id())
                .text(fingerprint(stage.spec()))
                .varint(stage.operator().keys())
                .varint(stage.held())
                .blob(stage.snapshot().view(0));
    }

    static String fingerprint(StepSpec step) {
        return step.provider().fingerprint(step.settings());
    }

    /** What a checkpoint held and what became of it. */
    record Outcome(List<StepState> states, List<Tally> losses) {}

    /** Fills the operators. Readings that a state held and that are lost with it count as filtered by that step. */
    static Outcome read(List<Pipeline> pipelines, SetClock clock, BinaryReader in) {
        int version = in.u8();
        if (version != VERSION && version != WITHOUT_CLOCKS) {
            throw new MalformedBytesException("operator state has version " + version + ", known is " + VERSION);
        }
        if (version == VERSION) {
            clock.restore(in);
        }
        Map<Place, Stage> stages = new HashMap<>();
        for (Pipeline pipeline : pipelines) {
            pipeline.stages()
                    .forEach(stage -> stages.put(
                            new Place(pipeline.spec().name(), stage.spec().id()), stage));
        }
        List<StepState> states = new ArrayList<>();
        List<Tally> losses = new ArrayList<>();
        for (int i = in.count(); i > 0; i--) {
            Place place = new Place(in.text(), in.text());
            String fingerprint = in.text();
            int keys = in.count();
            long held = in.varint();
            BinaryReader state = new BinaryReader(in.blob());
            String reason = version == VERSION
                    ? fill(Optional.ofNullable(stages.get(place)), fingerprint, state)
                    : "an older version of the gateway wrote its state";
            states.add(new StepState(place.pipeline(), place.step(), keys, reason));
            if (!reason.isEmpty() && held > 0) {
                losses.add(Tally.ofLost(place.pipeline(), place.step(), held));
            }
        }
        return new Outcome(List.copyOf(states), List.copyOf(losses));
    }

    private static String fill(Optional<Stage> place, String fingerprint, BinaryReader state) {
        if (place.isEmpty()) {
            return "there is no such step";
        }
        Stage stage = place.get();
        if (!fingerprint(stage.spec()).equals(fingerprint)) {
            return "the step is another: " + fingerprint(stage.spec()) + " instead of " + fingerprint;
        }
        try {
            stage.operator().restore(state);
            return "";
        } catch (MalformedBytesException e) {
            stage.startEmpty();
            return "the state does not fit: " + e.getMessage();
        }
    }
}
