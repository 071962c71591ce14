package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the log must hold, the simple way: a list of what was acknowledged and one of what was appended since. */
final class Model {
    private final List<Given> acknowledged = new ArrayList<>();
    private final List<List<Given>> pending = new ArrayList<>();

    /** The next offset if everything pending counts. */
    long next() {
        return end() + pending.stream().mapToInt(List::size).sum();
    }

    long end() {
        return acknowledged.size();
    }

    List<List<Given>> pending() {
        return List.copyOf(pending);
    }

    void append(List<Given> group) {
        assertThat(group.get(0).offset()).isEqualTo(next());
        pending.add(group);
    }

    void commit() {
        pending.forEach(acknowledged::addAll);
        pending.clear();
    }

    void forgetPending() {
        pending.clear();
    }

    /** After a crash some of what was not acknowledged may be there, as whole groups and in order. */
    void recoverTo(long next) {
        while (end() < next && !pending.isEmpty()) {
            acknowledged.addAll(pending.remove(0));
        }
        assertThat(next).as("the log ends with a whole group").isEqualTo(end());
        pending.clear();
    }

    void expectSame(LogRecord read) {
        assertThat(read.offset().value()).isLessThan(end());
        Given given = acknowledged.get((int) read.offset().value());
        assertThat(given.isSameAs(read)).as("%s is read as %s", given, read).isTrue();
    }

    List<Long> offsets(Set<Integer> streams, long from, long to) {
        return acknowledged.subList((int) from, (int) to).stream()
                .filter(g -> streams.contains(g.stream()))
                .map(Given::offset)
                .toList();
    }

    long count(Set<Integer> streams, long from, long to) {
        return offsets(streams, from, to).size();
    }

    Map<Integer, Long> totals() {
        Map<Integer, Long> totals = new TreeMap<>();
        acknowledged.forEach(g -> totals.merge(g.stream(), 1L, Long::sum));
        return totals;
    }
}
