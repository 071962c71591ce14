package io.weir.device.gpio;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Prints the edges of a pin of this machine, to see on a real or emulated board that the native binding works:
 *
 * <pre>java -cp … io.weir.device.gpio.EdgeWatch PIN [SECONDS [FOLDER_FOR_LIBRARIES [CHIP]]]</pre>
 *
 * <p>Opens and closes the pin twenty times first, since that is what Pi4J's own inputs do not survive. Ends with status 0
 * if at least one edge came.
 */
final class EdgeWatch {

    private EdgeWatch() {}

    public static void main(String... args) throws IOException, InterruptedException {
        int pin = Integer.parseInt(args[0]);
        Duration time = Duration.ofSeconds(args.length > 1 ? Long.parseLong(args[1]) : 30);
        Path libraries = Path.of(args.length > 2 ? args[2] : "native");
        Optional<String> chip = args.length > 3 ? Optional.of(args[3]) : Optional.empty();
        LongSupplier nanoTime = System::nanoTime;

        for (int i = 0; i < 20; i++) {
            try (KernelBank bank = KernelBank.open(Pi4jChips.load(libraries), chip, "edge-watch", nanoTime)) {
                bank.open(pin, Pull.NONE).close();
            }
        }
        System.out.println("opened and closed pin " + pin + " 20 times");
        List<Line.Edge> edges = new ArrayList<>();
        try (KernelBank bank = KernelBank.open(Pi4jChips.load(libraries), chip, "edge-watch", nanoTime);
                Line line = bank.open(pin, Pull.NONE)) {
            System.out.println("pin " + pin + " is " + (line.isHigh() ? "high" : "low"));
            long endNanos = nanoTime.getAsLong() + time.toNanos();
            while (nanoTime.getAsLong() < endNanos) {
                bank.await(Duration.ofMillis(100));
                Optional<Line.Edge> edge = line.next();
                edge.ifPresent(EdgeWatch::print);
                edge.ifPresent(edges::add);
            }
        }
        System.out.println(edges.size() + " edges");
        System.exit(edges.isEmpty() ? 1 : 0);
    }

    private static void print(Line.Edge edge) {
        long lateMicros = Duration.ofNanos(System.nanoTime() - edge.atNanos()).toNanos() / 1_000;
        System.out.println((edge.high() ? "rising" : "falling") + ", read " + lateMicros + " us later");
    }
}
