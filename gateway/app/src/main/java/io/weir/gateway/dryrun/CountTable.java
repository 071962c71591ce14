package io.weir.gateway.dryrun;

import io.weir.pipeline.StepCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The counts of steps as a table for people. */
public final class CountTable {

    private static final List<String> HEADS =
            List.of("PIPELINE", "STEP", "IN", "PASSED", "FILTERED", "AGGREGATED", "LATE", "HELD", "RESULTS", "EVICTED");
    private static final int TEXTS = 2;

    private CountTable() {}

    public static List<String> lines(List<StepCount> counts) {
        List<List<String>> rows = new ArrayList<>(List.of(HEADS));
        counts.forEach(count -> rows.add(row(count)));
        int[] widths = new int[HEADS.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static List<String> row(StepCount count) {
        return List.of(
                count.pipeline(),
                count.step(),
                "" + count.in(),
                "" + count.passed(),
                "" + count.filtered(),
                "" + count.aggregated(),
                "" + count.late(),
                "" + count.held(),
                "" + count.results(),
                "" + count.evicted());
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String form = "%" + (i < TEXTS ? "-" : "") + widths[i] + "s  ";
            line.append(String.format(Locale.ROOT, form, row.get(i)));
        }
        return line.toString().stripTrailing();
    }
}
