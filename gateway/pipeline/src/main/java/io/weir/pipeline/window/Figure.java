package io.weir.pipeline.window;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A figure that a window can emit.
 *
 * @param word its name in {@code emit}
 * @param needs the part of an accumulator that it is read from, where the plain sums are not enough
 */
record Figure(String word, Optional<Part.Kind> needs, Formula formula) {

    /** Reads the figure off a window's readings, of which there is at least one; NaN where there is none. */
    @FunctionalInterface
    interface Formula {
        double of(Accumulator readings, long toMillis);
    }

    private static final Pattern PERCENTILE = Pattern.compile("p(\\d{2})(\\d?)");

    private static final List<Figure> KNOWN = List.of(
            plain("count", (readings, to) -> readings.count()),
            plain("sum", (readings, to) -> readings.total()),
            plain("mean", (readings, to) -> readings.total() / readings.count()),
            plain("min", (readings, to) -> readings.min()),
            plain("max", (readings, to) -> readings.max()),
            plain("range", (readings, to) -> readings.max() - readings.min()),
            of(
                    "first",
                    Part.Kind.ENDS,
                    (readings, to) -> readings.part(Ends.class).first()),
            of(
                    "last",
                    Part.Kind.ENDS,
                    (readings, to) -> readings.part(Ends.class).last()),
            of(
                    "rate",
                    Part.Kind.ENDS,
                    (readings, to) -> readings.part(Ends.class).rate()),
            of(
                    "stddev",
                    Part.Kind.SPREAD,
                    (readings, to) -> readings.part(Spread.class).deviation()),
            of(
                    "distinct",
                    Part.Kind.DISTINCT,
                    (readings, to) -> readings.part(Distinct.class).estimate()),
            of(
                    "time-weighted-mean",
                    Part.Kind.TIME_WEIGHT,
                    (readings, to) -> readings.part(TimeWeight.class).mean(to)));

    /** As people may write them. */
    static List<String> words() {
        List<String> words =
                new java.util.ArrayList<>(KNOWN.stream().map(Figure::word).toList());
        words.add("p50 … p999");
        return words;
    }

    static Optional<Figure> ofWord(String word) {
        Matcher percentile = PERCENTILE.matcher(word);
        if (percentile.matches()) {
            double rank = Double.parseDouble("0." + percentile.group(1) + percentile.group(2));
            return Optional.of(of(
                    word,
                    Part.Kind.SKETCH,
                    (readings, to) -> readings.part(Sketch.class).quantile(rank)));
        }
        return KNOWN.stream().filter(figure -> figure.word.equals(word)).findFirst();
    }

    private static Figure plain(String word, Formula formula) {
        return new Figure(word, Optional.empty(), formula);
    }

    private static Figure of(String word, Part.Kind needs, Formula formula) {
        return new Figure(word, Optional.of(needs), formula);
    }
}
