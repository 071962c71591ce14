package io.weir.pipeline.alarm;

import io.weir.device.Reading;
import io.weir.device.config.Key;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import java.util.Optional;

/** The setting {@code as}: what the metric of a derived reading is called. */
record As(String template) {

    private static final String METRIC = "{metric}";

    static Key key(String fallback) {
        return Key.defaulted(
                "as", name(), fallback, "the metric that comes out; {metric} stands for the one that went in");
    }

    /** For a step that gives a new name only sometimes, or several by its settings. */
    static Key key() {
        return Key.optional("as", name(), "the metric of what it calculates; {metric} stands for the one that went in");
    }

    private static Shape name() {
        return Shape.text(
                Reading.MAX_METRIC,
                "a metric's name, in which " + METRIC + " stands for that of the reading",
                text -> text.isEmpty() ? Optional.of("is no name") : Optional.empty());
    }

    static As of(Settings settings) {
        return new As(settings.text("as"));
    }

    /** {@code {metric}.slope} when the settings give no name. */
    static As of(Settings settings, String addition) {
        return new As(settings.optionalText("as").orElse(METRIC + "." + addition));
    }

    /** A metric that is too long for its addition loses its end. */
    String name(String metric) {
        int room = Reading.MAX_METRIC - template.replace(METRIC, "").length();
        return cut(template.replace(METRIC, cut(metric, room)), Reading.MAX_METRIC);
    }

    private static String cut(String text, int length) {
        return text.substring(0, Math.min(text.length(), length));
    }
}
