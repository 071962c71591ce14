package io.weir.device.gpio;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** One adapter's share of the simulated board. */
final class SimulatedBank implements GpioBank {

    /** Edges that wait for the adapter's thread. */
    static final int MAX_WAITING = 1_024;

    /** An edge of a pin, on its way from the socket to the adapter's thread. */
    record Pulse(int pin, Line.Edge edge) {}

    private final SimulatedBoard board;
    private final BlockingQueue<Pulse> pulses = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Map<Integer, SimulatedLine> lines = new HashMap<>();

    private SimulatedBank(SimulatedBoard board) {
        this.board = board;
    }

    /** A bank of the board that the socket at this path drives; the first opens the socket, the last to close removes it. */
    static SimulatedBank at(Path socket, LongSupplier nanoTime) throws IOException {
        return new SimulatedBank(SimulatedBoard.acquire(socket, nanoTime));
    }

    @Override
    public Line open(int pin, Pull pull) throws IOException {
        board.take(pin, pull, pulses);
        SimulatedLine line = new SimulatedLine(pin);
        lines.put(pin, line);
        return line;
    }

    @Override
    public void await(Duration patience) throws InterruptedException {
        Pulse pulse = pulses.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        while (pulse != null) {
            SimulatedLine line = lines.get(pulse.pin());
            if (line != null) {
                line.edges.addLast(pulse.edge());
            }
            pulse = pulses.poll();
        }
    }

    @Override
    public void close() {
        lines.keySet().forEach(board::give);
        lines.clear();
        board.release();
    }

    private final class SimulatedLine implements Line {
        private final int pin;
        private final ArrayDeque<Edge> edges = new ArrayDeque<>();

        SimulatedLine(int pin) {
            this.pin = pin;
        }

        @Override
        public boolean isHigh() {
            return board.isHigh(pin);
        }

        @Override
        public Optional<Edge> next() {
            return Optional.ofNullable(edges.pollFirst());
        }

        @Override
        public void close() {
            if (lines.remove(pin, this)) {
                board.give(pin);
            }
        }
    }
}
