package io.weir.pipeline.flink;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.flink.api.java.tuple.Tuple4;

/**
 * A seeded stream: disorder, late and duplicate readings, devices whose clocks differ; even seeds begin before 1970. Values
 * are multiples of 1/8, so that sums are exact whatever the order of adding. Times are mostly multiples of half a second, so that
 * readings fall on the very ends of windows and sessions touch.
 *
 * @param readings device, metric, event time, value
 */
record Stream(long seed, List<Tuple4<String, String, Long, Double>> readings) {

    private static final int MOST = 400;

    static Stream of(long seed, SplittableRandom random) {
        List<Tuple4<String, String, Long, Double>> readings = new ArrayList<>();
        int devices = 1 + random.nextInt(3);
        long[] skew =
                IntStream.range(0, devices).mapToLong(i -> random.nextInt(6_000)).toArray();
        long now = seed % 2 == 0 ? -50_000 : 1_000_000;
        long grain = random.nextInt(3) == 0 ? 1 : 500;
        int count = 50 + random.nextInt(MOST - 50);
        while (readings.size() < count) {
            now += random.nextInt(40) == 0 ? random.nextInt(30_000) : random.nextInt(900);
            int device = random.nextInt(devices);
            long late = random.nextInt(3) == 0 ? random.nextInt(15_000) : 0;
            double value = (random.nextInt(2_000) - 1_000) / 8.0;
            long time = Math.floorDiv(now - skew[device] - late, grain) * grain;
            var reading = Tuple4.of("d" + device, "m" + random.nextInt(2), time, value);
            readings.add(reading);
            if (random.nextInt(20) == 0) {
                readings.add(reading);
            }
        }
        return new Stream(seed, List.copyOf(readings));
    }

    List<String> devices() {
        return readings.stream().map(reading -> reading.f0).distinct().sorted().toList();
    }

    List<Tuple4<String, String, Long, Double>> ofDevice(String device) {
        return readings.stream().filter(reading -> reading.f0.equals(device)).toList();
    }
}
