package io.weir.gateway.config;

import io.weir.device.config.Settings;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What becomes of each component when one configuration takes the place of another. Immutable.
 *
 * @param changes by path: {@code gateway}, {@code buffer}, {@code control}, {@code adapters.NAME}, {@code pipelines.NAME},
 *     {@code uplinks.NAME}
 */
public record Plan(SortedMap<String, Change> changes) {

    /** The fate of one component. */
    public enum Change {
        KEEP,
        /** Same type, other settings: what is unchanged inside (steps of a pipeline, the cursor of an uplink) stays. */
        MODIFY,
        /** Another type under the same name: nothing stays. */
        REPLACE,
        ADD,
        REMOVE
    }

    public Plan {
        changes = Collections.unmodifiableSortedMap(new TreeMap<>(changes));
    }

    public static Plan between(GatewayConfig old, GatewayConfig next) {
        SortedMap<String, Change> changes = new TreeMap<>();
        for (String section : List.of("gateway", "buffer", "control")) {
            compare(changes, section, singles(old, section), singles(next, section));
        }
        for (String section : List.of("adapters", "pipelines", "uplinks")) {
            compare(
                    changes,
                    section + ".",
                    old.settings().named(section),
                    next.settings().named(section));
        }
        return new Plan(changes);
    }

    /** True when nothing would change. */
    public boolean isEmpty() {
        return changed().isEmpty();
    }

    /** The paths of what is not kept, sorted. */
    public List<String> changed() {
        return changes.entrySet().stream()
                .filter(entry -> entry.getValue() != Change.KEEP)
                .map(Map.Entry::getKey)
                .toList();
    }

    public List<String> kept() {
        return changes.entrySet().stream()
                .filter(entry -> entry.getValue() == Change.KEEP)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Map<String, Settings> singles(GatewayConfig config, String section) {
        return config.settings().has(section) ? Map.of("", config.settings().section(section)) : Map.of();
    }

    private static void compare(
            SortedMap<String, Change> changes, String prefix, Map<String, Settings> old, Map<String, Settings> next) {
        SortedSet<String> names = new TreeSet<>(old.keySet());
        names.addAll(next.keySet());
        for (String name : names) {
            Settings before = old.get(name);
            Settings after = next.get(name);
            if (before == null) {
                changes.put(prefix + name, Change.ADD);
            } else if (after == null) {
                changes.put(prefix + name, Change.REMOVE);
            } else if (before.equals(after)) {
                changes.put(prefix + name, Change.KEEP);
            } else {
                changes.put(prefix + name, type(before).equals(type(after)) ? Change.MODIFY : Change.REPLACE);
            }
        }
    }

    private static String type(Settings settings) {
        return settings.optionalText("type").orElse("");
    }

    @Override
    public String toString() {
        return changes.entrySet().stream()
                .map(entry -> entry.getValue().name().toLowerCase(Locale.ROOT) + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }
}
