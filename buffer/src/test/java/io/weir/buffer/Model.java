package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the log must hold, the simple way: a list of what was acknowledged and one of what was appended since. */
final class Model {
    private final List<Given> acknowledged = new ArrayList<>();
    private final List<Long> appendedAtMillis = new ArrayList<>();
    private final List<Pending> pending = new ArrayList<>();
    private final Map<Integer, Long> totals = new TreeMap<>();

    /** A group and when it was appended. */
    record Pending(List<Given> group, long atMillis) {}

    /** The next offset if everything pending counts. */
    long next() {
        return end() + pending.stream().mapToInt(p -> p.group.size()).sum();
    }

    long end() {
        return acknowledged.size();
    }

    List<Pending> pending() {
        return List.copyOf(pending);
    }

    void append(List<Given> group, long atMillis) {
        assertThat(group.get(0).offset()).isEqualTo(next());
        pending.add(new Pending(group, atMillis));
    }

    void commit() {
        pending.forEach(this::acknowledge);
        pending.clear();
    }

    private void acknowledge(Pending next) {
        for (Given given : next.group) {
            acknowledged.add(given);
            appendedAtMillis.add(next.atMillis);
            totals.merge(given.stream(), 1L, Long::sum);
        }
    }

    void forgetPending() {
        pending.clear();
    }

    /** After a crash some of what was not acknowledged may be there, as whole groups and in order. */
    void recoverTo(long next) {
        while (end() < next && !pending.isEmpty()) {
            acknowledge(pending.remove(0));
        }
        if (next != end()) {
            throw new AssertionError("The log goes on at " + next + ", which is not the end " + end() + " of a group");
        }
        pending.clear();
    }

    /** Of what a scan finds, which is closed: as it was given, each once and in order. */
    Set<Long> offsets(Scan scan) throws IOException {
        Set<Long> offsets = new TreeSet<>();
        long last = -1;
        try (scan) {
            while (scan.hasNext()) {
                LogRecord entry = scan.next();
                expectSame(entry);
                assertThat(entry.offset().value()).isGreaterThan(last);
                last = entry.offset().value();
                offsets.add(last);
            }
        }
        return offsets;
    }

    void expectSame(LogRecord read) {
        long offset = read.offset().value();
        if (offset >= end() || !acknowledged.get((int) offset).isSameAs(read)) {
            throw new AssertionError("Read as " + read + " what was never acknowledged so");
        }
    }

    /** Ascending. */
    List<Long> offsets(Set<Integer> streams, long from, long to) {
        List<Long> offsets = new ArrayList<>();
        for (long offset = from; offset < to; offset++) {
            if (streams.contains(acknowledged.get((int) offset).stream())) {
                offsets.add(offset);
            }
        }
        return offsets;
    }

    long count(Set<Integer> streams, long from, long to) {
        long count = 0;
        for (long offset = from; offset < to; offset++) {
            count += streams.contains(acknowledged.get((int) offset).stream()) ? 1 : 0;
        }
        return count;
    }

    int stream(long offset) {
        return acknowledged.get((int) offset).stream();
    }

    long appendedAtMillis(long offset) {
        return appendedAtMillis.get((int) offset);
    }

    /** Entries by stream. */
    Map<Integer, Long> totals() {
        return totals;
    }
}
