package io.weir.pipeline;

import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One pipeline as the configuration writes it. Its output is the stream of its name.
 *
 * @param from {@code adapter} or {@code adapter/input}, at least one
 * @param steps none at all lets readings pass; the key {@code where} is a step before the first
 * @param priority of the streams it writes
 */
public record PipelineSpec(String name, List<String> from, List<StepSpec> steps, Priority priority) {

    private static final Pattern SOURCE = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}(/[a-z0-9][a-z0-9_-]{0,62})?");

    public PipelineSpec {
        from = List.copyOf(from);
        steps = List.copyOf(steps);
    }

    /** Of normal priority. */
    public PipelineSpec(String name, List<String> from, List<StepSpec> steps) {
        this(name, from, steps, Priority.NORMAL);
    }

    /** What one section under {@code pipelines:} may hold. */
    public static ObjectShape shape() {
        Shape source = Shape.text(
                127,
                "an adapter, or adapter/input",
                text -> SOURCE.matcher(text).matches() ? Optional.empty() : Optional.of("names no adapter or input"));
        return ObjectShape.of(
                Key.required("from", Shape.listOf(source), "the adapters it reads, or single inputs: adapter/input"),
                Key.required("steps", new Shape.ListOf(Steps.shape(), 0, 64), "what is done to each reading, in order"),
                Key.optional(Steps.WHERE, Steps.whereShape(), "takes only readings for which this expression is true"),
                Key.optional(
                        "priority",
                        Shape.choice("low", "normal", "high"),
                        "what is kept longer when the buffer is full; `high` is never thinned"));
    }

    /** The pipeline that a section of {@link #shape()} describes. */
    public static PipelineSpec of(String name, Settings section) {
        List<StepSpec> steps = new ArrayList<>();
        if (section.has(Steps.WHERE)) {
            steps.add(new StepSpec(Steps.WHERE, Steps.WHERE, section.section(Steps.WHERE)));
        }
        int position = 0;
        for (Settings step : section.sections("steps")) {
            position++;
            String kind = Steps.kindOf(step);
            steps.add(new StepSpec(step.optionalText("id").orElse(position + "-" + kind), kind, step.section(kind)));
        }
        Priority priority = section.optionalText("priority")
                .map(text -> Priority.valueOf(text.toUpperCase(Locale.ROOT)))
                .orElse(Priority.NORMAL);
        return new PipelineSpec(name, section.texts("from"), steps, priority);
    }

    /** The streams it writes: its own, and NAME-late when a window asks for it. */
    public List<String> streams() {
        boolean late = steps.stream().anyMatch(step -> step.provider().writesLate(step.settings()));
        return late ? List.of(name, lateStream()) : List.of(name);
    }

    String lateStream() {
        return name + "-late";
    }
}
