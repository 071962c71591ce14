package io.weir.pipeline.alarm;

import io.weir.device.Value;

/** What a value is to steps that calculate. */
final class Numbers {

    private Numbers() {}

    /** The number, 1 for true, 0 for false, and NaN, which no reading carries, for a text. */
    static double of(Value value) {
        if (value instanceof Value.Num number) {
            return number.value();
        }
        return value instanceof Value.Bool bool ? (bool.value() ? 1 : 0) : Double.NaN;
    }
}
