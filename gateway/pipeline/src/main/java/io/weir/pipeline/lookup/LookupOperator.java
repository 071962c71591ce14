package io.weir.pipeline.lookup;

import io.weir.device.Reading;
import io.weir.device.Value;
import io.weir.pipeline.step.Emitter;
import io.weir.pipeline.step.Operator;
import java.util.Map;

/**
 * Corrects a number by the row of its device, its metric or both: times the scale, plus the offset; and gives the unit of the
 * row. True, false and text get the unit only. A number that would no longer be finite is filtered.
 *
 * <p>The table is part of the settings and never changes while this runs, so that a replay finds what the first run found.
 */
final class LookupOperator implements Operator {

    /** By what a row is found. */
    enum By {
        DEVICE,
        METRIC,
        BOTH;

        private String of(Reading reading) {
            return switch (this) {
                case DEVICE -> reading.device().value();
                case METRIC -> reading.metric();
                case BOTH -> reading.device().value() + "/" + reading.metric();
            };
        }
    }

    /**
     * What is known of a device or metric.
     *
     * @param unit empty to leave it as it is
     */
    record Row(double scale, double offset, String unit) {

        private boolean corrects() {
            return scale != 1 || offset != 0;
        }
    }

    private final Map<String, Row> table;
    private final By by;
    private final boolean dropMissing;

    LookupOperator(Map<String, Row> table, By by, boolean dropMissing) {
        this.table = Map.copyOf(table);
        this.by = by;
        this.dropMissing = dropMissing;
    }

    @Override
    public void onReading(Reading reading, Emitter out) {
        Row row = table.get(by.of(reading));
        if (row != null) {
            correct(reading, row, out);
        } else if (dropMissing) {
            out.filtered();
        } else {
            out.pass(reading);
        }
    }

    private static void correct(Reading reading, Row row, Emitter out) {
        Value value = reading.value();
        if (row.corrects() && value instanceof Value.Num number) {
            double corrected = number.value() * row.scale() + row.offset();
            if (!Double.isFinite(corrected)) {
                out.filtered();
                return;
            }
            value = new Value.Num(corrected);
        }
        out.pass(new Reading(
                reading.device(),
                reading.metric(),
                reading.timeMillis(),
                value,
                row.unit().isEmpty() ? reading.unit() : row.unit(),
                reading.quality(),
                reading.arrivalMillis(),
                reading.timeQuality()));
    }
}
