package io.weir.pipeline;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which pipelines take what comes from an adapter or from one of its inputs, in the order of the specification. */
final class Routes {

    /** One adapter's: by inputs that some pipeline names, and for all others. */
    private record OfAdapter(Map<String, List<Pipeline>> named, List<Pipeline> others) {}

    private static final OfAdapter NOTHING = new OfAdapter(Map.of(), List.of());

    private final Map<String, OfAdapter> adapters = new HashMap<>();

    Routes(List<Pipeline> pipelines) {
        SortedSet<String> sources = new TreeSet<>();
        pipelines.forEach(pipeline -> sources.addAll(pipeline.spec().from()));
        for (String source : sources) {
            adapters.computeIfAbsent(adapterOf(source), adapter -> ofAdapter(adapter, sources, pipelines));
        }
    }

    private static OfAdapter ofAdapter(String adapter, SortedSet<String> sources, List<Pipeline> pipelines) {
        Map<String, List<Pipeline>> named = new HashMap<>();
        for (String source : sources) {
            if (source.startsWith(adapter + "/")) {
                named.put(source.substring(adapter.length() + 1), taking(pipelines, adapter, source));
            }
        }
        return new OfAdapter(named, taking(pipelines, adapter, adapter));
    }

    private static List<Pipeline> taking(List<Pipeline> pipelines, String adapter, String source) {
        return pipelines.stream()
                .filter(pipeline -> pipeline.spec().from().contains(adapter)
                        || pipeline.spec().from().contains(source))
                .toList();
    }

    private static String adapterOf(String source) {
        int slash = source.indexOf('/');
        return slash < 0 ? source : source.substring(0, slash);
    }

    List<Pipeline> of(String adapter, String input) {
        OfAdapter routes = adapters.getOrDefault(adapter, NOTHING);
        return routes.named().getOrDefault(input, routes.others());
    }
}
