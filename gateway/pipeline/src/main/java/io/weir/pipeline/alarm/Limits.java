package io.weir.pipeline.alarm;

import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Problems;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;

/**
 * One limit or two, with hysteresis: a value is beyond when it is greater than {@code above} or less than {@code below}, and
 * it is back only when it has come to the quiet side of what it must clear. Between the two it stays what it was.
 */
record Limits(double above, double below, double clearAbove, double clearBelow) {

    /** {@code shape} with the keys of limits. */
    static ObjectShape in(ObjectShape shape) {
        return ObjectShape.of(
                        Key.optional("above", Shape.decimal(), "a greater value is beyond the limit; true counts as 1"),
                        Key.optional(
                                "below", Shape.decimal(), "a smaller value is beyond the limit; false counts as 0"),
                        Key.optional("clear", Shape.decimal(), "a value must come back to this; default: the limit"),
                        Key.optional(
                                "margin",
                                Shape.decimal(0, Double.MAX_VALUE),
                                "a value must come back from either limit by this much; instead of clear"))
                .and(shape.keys().toArray(Key[]::new));
    }

    static boolean given(Settings settings) {
        return settings.has("above") || settings.has("below");
    }

    static void check(Settings settings, Problems problems) {
        boolean both = settings.has("above") && settings.has("below");
        if (both && settings.decimal("below") > settings.decimal("above")) {
            problems.report(
                    settings.path("below"),
                    "conflict",
                    "below (" + settings.decimal("below") + ") is greater than above (" + settings.decimal("above")
                            + "): every value would be beyond a limit");
        } else if (both
                && Limits.of(settings).clearAbove() < Limits.of(settings).clearBelow()) {
            problems.report(
                    settings.path("margin"),
                    "conflict",
                    "margin (" + settings.decimal("margin") + ") leaves no value between below and above that is back");
        }
        if (settings.has("clear") && settings.has("margin")) {
            problems.report(settings.path("margin"), "conflict", "a limit has either clear or margin, not both");
        } else if (settings.has("clear") && both) {
            problems.report(
                    settings.path("clear"), "conflict", "with above and below it takes margin instead of clear");
        } else if (settings.has("clear")) {
            checkClear(settings, problems);
        }
    }

    private static void checkClear(Settings settings, Problems problems) {
        double clear = settings.decimal("clear");
        if (settings.has("above") && clear > settings.decimal("above")) {
            problems.report(
                    settings.path("clear"),
                    "conflict",
                    "clear (" + clear + ") is greater than above (" + settings.decimal("above") + ")");
        } else if (settings.has("below") && clear < settings.decimal("below")) {
            problems.report(
                    settings.path("clear"),
                    "conflict",
                    "clear (" + clear + ") is less than below (" + settings.decimal("below") + ")");
        }
    }

    static Limits of(Settings settings) {
        double above = settings.has("above") ? settings.decimal("above") : Double.POSITIVE_INFINITY;
        double below = settings.has("below") ? settings.decimal("below") : Double.NEGATIVE_INFINITY;
        double margin = settings.has("margin") ? settings.decimal("margin") : 0;
        boolean clear = settings.has("clear");
        return new Limits(
                above,
                below,
                clear && settings.has("above") ? settings.decimal("clear") : above - margin,
                clear && settings.has("below") ? settings.decimal("clear") : below + margin);
    }

    boolean isBeyond(double value) {
        return value > above || value < below;
    }

    boolean isBack(double value) {
        return value <= clearAbove && value >= clearBelow;
    }

    /** Whether it is beyond now, when it was or was not before. */
    boolean isBeyond(double value, boolean before) {
        return before ? !isBack(value) : isBeyond(value);
    }
}
