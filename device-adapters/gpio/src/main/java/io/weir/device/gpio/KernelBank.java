package io.weir.device.gpio;

import io.weir.device.gpio.NativeChips.Chip;
import io.weir.device.gpio.NativeChips.Event;
import io.weir.device.gpio.NativeChips.NativeLine;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lines of a GPIO chip of the kernel. */
final class KernelBank implements GpioBank {

    private static final Logger log = LoggerFactory.getLogger(KernelBank.class);

    private static final String INSTEAD =
            "; on a machine without pins, say gpio: simulated under gateway in the configuration";

    /**
     * How long one of several lines is waited for while the others are not: libgpiod as Pi4J binds it waits for one line.
     * The kernel keeps sixteen events of a line, so up to 3,000 edges a second of each are heard one by one.
     */
    private static final Duration SLICE = Duration.ofMillis(5);

    /** A kernel time stamp further back than this is of another clock. */
    private static final long PLAUSIBLE_NANOS = Duration.ofSeconds(10).toNanos();

    private final String name;
    private final Chip chip;
    private final String consumer;
    private final LongSupplier nanoTime;
    private final List<NativeLine> open = new ArrayList<>();
    private int turn;

    private KernelBank(String name, Chip chip, String consumer, LongSupplier nanoTime) {
        this.name = name;
        this.chip = chip;
        this.consumer = consumer;
        this.nanoTime = nanoTime;
    }

    /**
     * The bank of the named chip, or of the one that drives the pins of a Raspberry Pi whatever its number.
     *
     * @param wanted {@code gpiochip0}, or nothing
     */
    static KernelBank open(NativeChips chips, Optional<String> wanted, String consumer, LongSupplier nanoTime)
            throws IOException {
        List<String> names = chips.names();
        if (names.isEmpty()) {
            throw new IOException("this machine has no GPIO chip (no /dev/gpiochip*)" + INSTEAD);
        }
        if (wanted.isPresent() && !names.contains(wanted.get())) {
            throw new IOException("chip: " + wanted.get() + " is not there; there are " + names);
        }
        List<String> seen = new ArrayList<>();
        for (String name : names) {
            if (wanted.isPresent() && !wanted.get().equals(name)) {
                continue;
            }
            Chip chip = openChip(chips, name);
            if (wanted.isPresent() || chip.label().contains("pinctrl")) {
                log.info("GPIO chip {} ({}) with {} lines", name, chip.label(), chip.lines());
                return new KernelBank(name + " (" + chip.label() + ")", chip, consumer, nanoTime);
            }
            seen.add(name + " (" + chip.label() + ")");
            chip.close();
        }
        throw new IOException("none of " + seen + " is a known pin controller; name one with chip:" + INSTEAD);
    }

    private static Chip openChip(NativeChips chips, String name) throws IOException {
        try {
            return chips.open(name);
        } catch (IOException e) {
            throw new IOException("/dev/" + name + " cannot be opened" + explained(e), e);
        }
    }

    @Override
    public Line open(int pin, Pull pull) throws IOException {
        if (pin >= chip.lines()) {
            throw new IOException("pin " + pin + " is not on " + name + ", which has 0 to " + (chip.lines() - 1));
        }
        try {
            NativeLine line = chip.request(pin, pull, consumer);
            open.add(line);
            return new KernelLine(line);
        } catch (IOException e) {
            throw new IOException("pin " + pin + " of " + name + " cannot be used" + explained(e), e);
        }
    }

    private static String explained(IOException failure) {
        String words = String.valueOf(failure.getMessage());
        String lower = words.toLowerCase(Locale.ROOT);
        if (lower.contains("busy")) {
            return ": another program or driver uses it (gpioinfo names it): " + words;
        }
        if (lower.contains("permission")) {
            return ": the user of this process must be in the group gpio: " + words;
        }
        return ": " + words;
    }

    @Override
    public void await(Duration patience) throws IOException {
        if (open.size() == 1) {
            open.get(0).await(patience);
            return;
        }
        long endNanos = nanoTime.getAsLong() + patience.toNanos();
        while (!anyReady()) {
            long leftNanos = endNanos - nanoTime.getAsLong();
            if (leftNanos <= 0 || open.isEmpty()) {
                return;
            }
            turn = (turn + 1) % open.size();
            if (open.get(turn).await(Duration.ofNanos(Math.min(leftNanos, SLICE.toNanos())))) {
                return;
            }
        }
    }

    private boolean anyReady() throws IOException {
        for (NativeLine line : open) {
            if (line.await(Duration.ZERO)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        for (NativeLine line : List.copyOf(open)) {
            line.release();
        }
        open.clear();
        chip.close();
    }

    private final class KernelLine implements Line {
        private final NativeLine line;

        KernelLine(NativeLine line) {
            this.line = line;
        }

        @Override
        public boolean isHigh() throws IOException {
            return line.isHigh();
        }

        @Override
        public Optional<Edge> next() throws IOException {
            if (!line.await(Duration.ZERO)) {
                return Optional.empty();
            }
            Event event = line.read();
            long now = nanoTime.getAsLong();
            long age = now - event.kernelNanos();
            boolean sameClock = age >= 0 && age < PLAUSIBLE_NANOS;
            return Optional.of(new Edge(event.rising(), sameClock ? event.kernelNanos() : now));
        }

        @Override
        public void close() {
            if (open.remove(line)) {
                line.release();
            }
        }
    }
}
