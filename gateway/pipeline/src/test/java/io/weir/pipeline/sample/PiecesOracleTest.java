package io.weir.pipeline.sample;

import static io.weir.pipeline.Harness.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.Reading;
import io.weir.device.Value;
import io.weir.pipeline.Given;
import io.weir.pipeline.Harness;
import io.weir.pipeline.Script;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Samples of seeded streams with disorder against one that writes the readings of a piece into a list. */
class PiecesOracleTest {

    private static final String[] KEEP = {"first", "last", "mean", "min", "max"};

    /** Whole numbers, so that a mean does not depend on the order in which it was added up, but for its last digits. */
    private static List<Reading> stream(SplittableRandom random) {
        List<Reading> readings = new ArrayList<>();
        long now = -100_000;
        for (int i = 0; i < 200; i++) {
            now += random.nextInt(1_200);
            long time = now - (random.nextInt(4) == 0 ? random.nextInt(8_000) : 0);
            readings.add(Given.reading("d" + random.nextInt(3), "m", time, new Value.Num(random.nextInt(100)), now));
        }
        return readings;
    }

    private static List<String> oracle(String keep, List<Reading> readings) {
        List<String> passed = new ArrayList<>();
        for (String device : List.of("d0", "d1", "d2")) {
            List<Reading> piece = new ArrayList<>();
            for (Reading reading : readings) {
                if (!reading.deviceName().equals(device)) {
                    continue;
                }
                long there = Math.floorDiv(reading.timeMillis(), 5_000);
                long open = piece.isEmpty()
                        ? Long.MIN_VALUE
                        : Math.floorDiv(piece.get(0).timeMillis(), 5_000);
                if (there > open) {
                    close(keep, piece, passed);
                    piece = new ArrayList<>();
                }
                if (there >= open) {
                    piece.add(reading);
                }
            }
            close(keep, piece, passed);
        }
        return passed;
    }

    private static void close(String keep, List<Reading> piece, List<String> passed) {
        if (piece.isEmpty()) {
            return;
        }
        Comparator<Reading> byValue = Comparator.comparingDouble(PiecesOracleTest::number);
        Reading newest = piece.get(0);
        for (Reading reading : piece) {
            newest = reading.timeMillis() >= newest.timeMillis() ? reading : newest;
        }
        switch (keep) {
            case "first" -> passed.add(line(piece.get(0), number(piece.get(0))));
            case "last" -> passed.add(line(newest, number(newest)));
            case "min" -> passed.add(line(piece.stream().min(byValue).orElseThrow(), Double.NaN));
            case "max" ->
                passed.add(line(
                        piece.stream()
                                .max(byValue.thenComparing(
                                        Comparator.comparingInt(piece::indexOf).reversed()))
                                .orElseThrow(),
                        Double.NaN));
            default ->
                passed.add(line(
                        newest,
                        piece.stream().mapToDouble(PiecesOracleTest::number).sum() / piece.size()));
        }
    }

    private static double number(Reading reading) {
        return ((Value.Num) reading.value()).value();
    }

    private static String line(Reading reading, double value) {
        double shown = Double.isNaN(value) ? number(reading) : value;
        return reading.deviceName() + " " + reading.timeMillis() + " " + Math.round(shown * 1e6);
    }

    @Test
    void givesWhatListsOfReadingsGive() {
        for (int seed = 0; seed < 40; seed++) {
            String keep = KEEP[seed % KEEP.length];
            List<Reading> readings = stream(new SplittableRandom(seed));
            Script script = new Script();
            script.events().addAll(readings.stream().map(Harness::measured).toList());
            script.tick(1_000_000);

            List<String> output = script.fully(step("sample", "every", "5s", "keep", keep)).stream()
                    .map(PiecesOracleTest::line)
                    .toList();

            assertThat(output)
                    .as("seed %d, %s", seed, keep)
                    .containsExactlyInAnyOrderElementsOf(oracle(keep, readings));
        }
    }

    private static String line(String full) {
        String[] parts = full.split("[/ :]");
        return parts[0] + " " + parts[2] + " " + Math.round(Double.parseDouble(parts[3]) * 1e6);
    }
}
