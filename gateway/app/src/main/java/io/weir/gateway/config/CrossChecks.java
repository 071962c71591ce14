package io.weir.gateway.config;

import io.weir.device.config.Guess;
import io.weir.device.config.Problems;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether names lead somewhere. Works on the tree as it was written, so that a broken section does not hide the
 * broken references of others.
 */
final class CrossChecks {

    /** Where an adapter keeps what a pipeline can take singly. */
    private static final List<String> INPUT_SECTIONS = List.of("inputs", "i2c", "spi");

    private static final String LATE = "-late";

    private final Map<String, Object> adapters;
    private final Map<String, Object> pipelines;
    private final Map<String, Object> uplinks;
    private final Problems problems;

    CrossChecks(Map<String, ?> tree, Problems problems) {
        this.adapters = Trees.section(tree, "adapters");
        this.pipelines = Trees.section(tree, "pipelines");
        this.uplinks = Trees.section(tree, "uplinks");
        this.problems = problems;
    }

    void check() {
        pipelines.forEach((name, pipeline) -> {
            String path = "pipelines." + name;
            Trees.words(Trees.asSection(pipeline), "from", path).forEach(this::checkSource);
        });
        uplinks.forEach((name, uplink) -> Trees.words(Trees.asSection(uplink), "streams", "uplinks." + name)
                .forEach(this::checkStream));
    }

    private void checkSource(String path, String source) {
        int slash = source.indexOf('/');
        String adapter = slash < 0 ? source : source.substring(0, slash);
        if (!adapters.containsKey(adapter)) {
            reference(path, "no adapter is named `" + adapter + "`", adapter, adapters.keySet(), slash, source);
            return;
        }
        if (slash < 0) {
            return;
        }
        String input = source.substring(slash + 1);
        Set<String> inputs = inputs(adapter);
        if (inputs.isEmpty()) {
            problems.report(path, "reference", "the adapter `" + adapter + "` has no single inputs", adapter);
        } else if (!inputs.contains(input)) {
            String guess = Guess.nearest(input, inputs);
            problems.report(
                    path,
                    "reference",
                    "the adapter `" + adapter + "` has no input `" + input + "`" + among(guess, inputs),
                    guess.isEmpty() ? "" : adapter + "/" + guess);
        }
    }

    private void reference(String path, String message, String name, Set<String> known, int slash, String whole) {
        String guess = Guess.nearest(name, known);
        String rest = slash < 0 || guess.isEmpty() ? "" : whole.substring(slash);
        problems.report(path, "reference", message + among(guess, known), guess + rest);
    }

    private static String among(String guess, Set<String> known) {
        if (!guess.isEmpty()) {
            return "";
        }
        return known.isEmpty() ? "; there is none at all" : "; there are " + String.join(", ", known);
    }

    private Set<String> inputs(String adapter) {
        Set<String> inputs = new LinkedHashSet<>();
        for (String section : INPUT_SECTIONS) {
            inputs.addAll(Trees.section(Trees.asSection(adapters.getOrDefault(adapter, "")), section)
                    .keySet());
        }
        return inputs;
    }

    private void checkStream(String path, String stream) {
        if (pipelines.containsKey(stream)) {
            return;
        }
        String origin = stream.endsWith(LATE) ? stream.substring(0, stream.length() - LATE.length()) : "";
        if (!pipelines.containsKey(origin)) {
            reference(path, "no pipeline writes the stream `" + stream + "`", stream, pipelines.keySet(), -1, stream);
        } else if (!hasLateStream(origin)) {
            problems.report(
                    path,
                    "reference",
                    "the pipeline `" + origin + "` has no late stream; its window must say `late: true`");
        }
    }

    private boolean hasLateStream(String pipeline) {
        Object steps = Trees.asSection(pipelines.getOrDefault(pipeline, "")).get("steps");
        List<?> items =
                steps instanceof List<?> list ? list : steps instanceof Map<?, ?> one ? List.of(one) : List.of();
        return items.stream()
                .filter(Map.class::isInstance)
                .map(step -> Trees.section((Map<?, ?>) step, "window"))
                .anyMatch(window -> "true".equals(window.get("late")));
    }
}
