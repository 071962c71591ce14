package io.weir.device.gpio;

import io.weir.device.gpio.SimulatedBank.Pulse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.function.LongSupplier;

/**
 * Pins that exist in memory only, driven through a {@link BoardSocket}. All GPIO adapters of a gateway share the board of
 * its data directory. Any thread; nothing survives.
 */
final class SimulatedBoard {

    private static final Map<Path, SimulatedBoard> BOARDS = new HashMap<>();

    private static final class Pin {
        private boolean high;
        private final BlockingQueue<Pulse> pulses;

        Pin(boolean high, BlockingQueue<Pulse> pulses) {
            this.high = high;
            this.pulses = pulses;
        }
    }

    private final Path path;
    private final LongSupplier nanoTime;
    private final Map<Integer, Pin> pins = new HashMap<>();
    private final BoardSocket socket;
    private int banks;

    private SimulatedBoard(Path path, LongSupplier nanoTime) throws IOException {
        this.path = path;
        this.nanoTime = nanoTime;
        socket = BoardSocket.listen(path, this::set);
    }

    static SimulatedBoard acquire(Path socket, LongSupplier nanoTime) throws IOException {
        Path path = socket.toAbsolutePath().normalize();
        synchronized (BOARDS) {
            SimulatedBoard board = BOARDS.get(path);
            if (board == null) {
                board = new SimulatedBoard(path, nanoTime);
                BOARDS.put(path, board);
            }
            board.banks++;
            return board;
        }
    }

    void release() {
        synchronized (BOARDS) {
            banks--;
            if (banks == 0) {
                BOARDS.remove(path, this);
                socket.close();
            }
        }
    }

    synchronized void take(int number, Pull pull, BlockingQueue<Pulse> pulses) throws IOException {
        if (pins.putIfAbsent(number, new Pin(pull == Pull.UP, pulses)) != null) {
            throw new IOException("pin " + number + " of the simulated board is already in use");
        }
    }

    synchronized void give(int number) {
        pins.remove(number);
    }

    synchronized boolean isHigh(int number) {
        Pin pin = pins.get(number);
        return pin != null && pin.high;
    }

    /** Puts a level on a pin. The answer is what is wrong with that, if anything; then nothing has changed. */
    synchronized Optional<String> set(int number, boolean high) {
        Pin pin = pins.get(number);
        if (pin == null) {
            return Optional.of("pin " + number + " is no input; there are "
                    + pins.keySet().stream().sorted().toList());
        }
        if (pin.high != high) {
            if (!pin.pulses.offer(new Pulse(number, new Line.Edge(high, nanoTime.getAsLong())))) {
                return Optional.of("the gateway is behind with pin " + number + "; send it again");
            }
            pin.high = high;
        }
        return Optional.empty();
    }
}
