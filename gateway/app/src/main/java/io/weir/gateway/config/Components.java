package io.weir.gateway.config;

import io.weir.device.config.ObjectShape;
import io.weir.device.config.Problems;
import io.weir.device.config.Settings;
import java.util.Map;
import java.util.TreeMap;

/**
 * What this gateway is built of, as far as its configuration goes: the types of adapters and uplinks that are there.
 *
 * @param adapters by the word behind {@code type:}
 * @param uplinks by the word behind {@code type:}
 */
public record Components(Map<String, Kind> adapters, Map<String, Kind> uplinks) {

    public Components {
        adapters = Map.copyOf(adapters);
        uplinks = Map.copyOf(uplinks);
    }

    /** One type of adapter or uplink. */
    public record Kind(ObjectShape shape, Check check) {}

    /** Reports what a shape alone cannot see. */
    @FunctionalInterface
    public interface Check {
        void check(Settings settings, Problems problems);
    }

    static Map<String, ObjectShape> shapes(Map<String, Kind> kinds) {
        Map<String, ObjectShape> shapes = new TreeMap<>();
        kinds.forEach((type, kind) -> shapes.put(type, kind.shape()));
        return shapes;
    }
}
