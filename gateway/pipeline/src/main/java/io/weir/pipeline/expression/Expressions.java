package io.weir.pipeline.expression;

import io.weir.device.config.Key;
import io.weir.device.config.Problems;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import io.weir.pipeline.step.StepProvider;
import java.util.List;
import java.util.Optional;

/** The kinds of steps in this package, and how any step has an expression among its settings. */
public final class Expressions {

    /** What understands an expression. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(String text) throws MistakeException;
    }

    private Expressions() {}

    public static List<StepProvider> all() {
        return List.of(new WhereProvider(), new MapProvider());
    }

    /** Any text as long as an expression may be; whether it is one is a matter of {@link #check}. */
    public static Shape shape() {
        return Shape.text(
                Parser.MAX_CHARACTERS,
                "an expression",
                text -> text.isBlank() ? Optional.of("says nothing") : Optional.empty());
    }

    public static Key required(String key, String doc) {
        return Key.required(key, shape(), doc);
    }

    /** Reports the mistake in an expression, with its place. */
    public static void check(Settings settings, String key, Problems problems, Reader<?> reader) {
        if (settings.has(key)) {
            try {
                reader.read(settings.text(key));
            } catch (MistakeException e) {
                e.report(settings.path(key), settings.text(key), problems);
            }
        }
    }

    /** What an expression that was checked means. */
    public static <T> T read(Settings settings, String key, Reader<T> reader) {
        try {
            return reader.read(settings.text(key));
        } catch (MistakeException e) {
            throw new IllegalStateException(settings.path(key) + " was not checked: " + e.getMessage(), e);
        }
    }
}
