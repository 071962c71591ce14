package io.weir.pipeline.nab;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One file of the Numenta Anomaly Benchmark.
 *
 * @param windows the labelled ones, each from its first to its last row
 */
record Series(String name, List<Row> rows, List<Rows> windows) {

    record Row(long timeMillis, double value) {}

    record Rows(int first, int last) {
        int count() {
            return last - first + 1;
        }

        boolean contains(int row) {
            return row >= first && row <= last;
        }
    }

    private static final Pattern LABELS = Pattern.compile("\"([^\"]+\\.csv)\": \\[(.*?)\\n ]", Pattern.DOTALL);
    private static final Pattern TIME = Pattern.compile("\"([-0-9: ]+)\\.0+\"");

    /** All files that are labelled, in the order of the labels. */
    static List<Series> all() throws IOException {
        Path folder = folder();
        List<Series> all = new ArrayList<>();
        Matcher labels = LABELS.matcher(Files.readString(folder.resolve("anomaly-windows.json")));
        while (labels.find()) {
            all.add(read(folder.resolve(labels.group(1)), labels.group(1), labels.group(2)));
        }
        return List.copyOf(all);
    }

    private static Path folder() {
        try {
            return Path.of(
                    Objects.requireNonNull(Series.class.getResource("/nab")).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Series read(Path file, String name, String windows) throws IOException {
        List<Row> rows = Files.readAllLines(file).stream()
                .skip(1)
                .map(line -> line.split(",", 2))
                .map(cells -> new Row(millis(cells[0]), Double.parseDouble(cells[1])))
                .toList();
        List<Rows> labelled = new ArrayList<>();
        Matcher time = TIME.matcher(windows);
        while (time.find()) {
            int first = row(rows, time.group(1));
            if (!time.find()) {
                throw new IllegalStateException("a window of " + name + " has no end");
            }
            labelled.add(new Rows(first, row(rows, time.group(1))));
        }
        return new Series(name, rows, List.copyOf(labelled));
    }

    private static int row(List<Row> rows, String text) {
        long wanted = millis(text);
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).timeMillis() == wanted) {
                return i;
            }
        }
        throw new IllegalStateException("no row of " + text);
    }

    private static long millis(String text) {
        return LocalDateTime.parse(text.replace(' ', 'T'))
                .toInstant(ZoneOffset.UTC)
                .toEpochMilli();
    }
}
