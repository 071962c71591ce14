package io.weir.device.gpio;

import io.weir.device.config.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One configured input.
 *
 * @param activeLow true when the low level means yes, as with a contact that pulls to ground
 */
record InputSpec(String name, int pin, Pull pull, Edges edges, Duration debounce, boolean activeLow) {

    /** Which changes are reported, in terms of the reported value: rising is a change to true. */
    enum Edges {
        RISING,
        FALLING,
        BOTH;

        boolean include(boolean to) {
            return this == BOTH || (this == RISING) == to;
        }
    }

    static List<InputSpec> all(Settings adapter) {
        return adapter.named("inputs").entrySet().stream().map(InputSpec::of).toList();
    }

    private static InputSpec of(Map.Entry<String, Settings> input) {
        Settings settings = input.getValue();
        return new InputSpec(
                input.getKey(),
                (int) settings.whole("pin"),
                Pull.valueOf(settings.text("pull").toUpperCase(Locale.ROOT)),
                Edges.valueOf(settings.text("edge").toUpperCase(Locale.ROOT)),
                settings.span("debounce"),
                settings.flag("active-low"));
    }
}
