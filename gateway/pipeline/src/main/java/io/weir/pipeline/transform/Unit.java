package io.weir.pipeline.transform;

/**
 * A unit of measurement: {@code value * factor + offset} is the value in the base unit of its dimension.
 *
 * @param code as UCUM or SenML write it
 * @param dimension what is measured, in words
 */
record Unit(String code, String dimension, double factor, double offset) {

    /** The value in another unit of the same dimension. */
    double convert(double value, Unit to) {
        if (offset == to.offset) {
            return value * factor / to.factor;
        }
        return (value * factor + offset - to.offset) / to.factor;
    }
}
