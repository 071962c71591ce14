package io.weir.device.gpio;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A kernel made of lists: chips with labels, lines that can be busy, forbidden or broken. */
final class FakeChips implements NativeChips {

    final Map<String, String> labels = new HashMap<>();
    final Set<Integer> requested = new HashSet<>();
    final Map<Integer, FakeLine> lines = new HashMap<>();
    final List<String> log = new ArrayList<>();
    String refusal = "";

    FakeChips with(String name, String label) {
        labels.put(name, label);
        return this;
    }

    FakeLine line(int offset) {
        return lines.computeIfAbsent(offset, FakeLine::new);
    }

    @Override
    public List<String> names() {
        return labels.keySet().stream().sorted().toList();
    }

    @Override
    public Chip open(String name) throws IOException {
        if (refusal.startsWith("open")) {
            throw new IOException(refusal);
        }
        log.add("open " + name);
        return new FakeChip(name, labels.getOrDefault(name, ""));
    }

    private final class FakeChip implements Chip {
        private final String name;
        private final String label;

        FakeChip(String name, String label) {
            this.name = name;
            this.label = label;
        }

        @Override
        public String label() {
            return label;
        }

        @Override
        public int lines() {
            return 54;
        }

        @Override
        public NativeLine request(int offset, Pull pull, String consumer) throws IOException {
            if (refusal.startsWith("request")) {
                throw new IOException(refusal);
            }
            if (!requested.add(offset)) {
                throw new IOException("request failed: -1 (Device or resource busy)");
            }
            log.add("request " + offset + " " + pull + " " + consumer);
            return line(offset);
        }

        @Override
        public void close() {
            log.add("close " + name);
        }
    }

    final class FakeLine implements NativeLine {
        private final int offset;
        final ArrayDeque<Event> events = new ArrayDeque<>();
        boolean high;
        boolean broken;

        FakeLine(int offset) {
            this.offset = offset;
        }

        void edge(boolean rising, long kernelNanos) {
            high = rising;
            events.add(new Event(rising, kernelNanos));
        }

        @Override
        public boolean isHigh() throws IOException {
            if (broken) {
                throw new IOException("get_value failed: -1 (No such device)");
            }
            return high;
        }

        @Override
        public boolean await(Duration patience) {
            return !events.isEmpty();
        }

        @Override
        public Event read() {
            return events.removeFirst();
        }

        @Override
        public void release() {
            requested.remove(offset);
        }
    }
}
