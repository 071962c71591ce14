package io.weir.gateway.config;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One mistake of a configuration.
 *
 * @param path dotted, for people: {@code pipelines.climate.steps[2].deadband.abs}; empty for the whole
 * @param pointer the same as a JSON pointer, for programs: {@code /pipelines/climate/steps/2/deadband/abs}
 * @param code a short stable word, see {@link io.weir.device.config.Problems}
 * @param message what is wrong, with the value and the limit
 * @param suggestion what to write instead; empty when there is no good guess
 * @param place where it stands in the text it came from
 */
public record Problem(String path, String pointer, String code, String message, String suggestion, Place place) {

    /** A mistake that stands in no text, or whose place nobody needs. */
    public static Problem at(String path, String pointer, String code, String message) {
        return new Problem(path, pointer, code, message, "", Place.NONE);
    }

    /** A mistake of a text as a whole, before it had paths. */
    static Problem ofText(String code, String message, Place place) {
        return new Problem("", "", code, message, "", place);
    }

    public int line() {
        return place.line();
    }

    public int column() {
        return place.column();
    }

    /** As {@code config/reported} and {@code /api/v1/config} show it. */
    public Map<String, Object> toTree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("path", pointer);
        tree.put("code", code);
        tree.put("message", message);
        if (!suggestion.isEmpty()) {
            tree.put("suggest", suggestion);
        }
        return tree;
    }

    @Override
    public String toString() {
        return (path.isEmpty() ? "" : path + ": ") + message;
    }
}
