package io.weir.gateway.core;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.MalformedBytesException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The accounts of adapters, pipelines and streams, as named totals such as {@code adapters/field/messages}. Each group's
 * mark carries what it added, so the totals are exactly those of the committed groups, whatever crashed.
 *
 * <pre>
 * delta      varint d | d x text key           keys first named here, numbered on from the last one
 *            varint n | n x (varint number, zigzag increment)
 * snapshot   varint n | n x (text key, zigzag total)
 * </pre>
 *
 * Owned by the core thread; {@link CommittedAccounts} is what others read.
 */
final class Accounts {

    private final Map<String, Counter> byKey = new HashMap<>();
    private final List<Counter> counters = new ArrayList<>();
    private final List<Counter> dirty = new ArrayList<>();
    private int named;

    /** One total. Keep it instead of looking it up per message. */
    final class Counter {
        private final String key;
        private final int number;
        private long total;
        private long pending;
        private boolean isDirty;

        private Counter(String key, int number) {
            this.key = key;
            this.number = number;
        }

        /** For a gauge: the total shall be this from the next delta on. */
        void set(long value) {
            if (value != total + pending) {
                add(value - total - pending);
            }
        }

        void add(long increment) {
            pending += increment;
            if (!isDirty) {
                isDirty = true;
                dirty.add(this);
            }
        }
    }

    Counter counter(String key) {
        return byKey.computeIfAbsent(key, name -> {
            Counter counter = new Counter(name, counters.size());
            counters.add(counter);
            return counter;
        });
    }

    /** Writes what was added since the last call and gives it for {@link CommittedAccounts}. */
    Map<String, Long> drain(BinaryWriter out) {
        out.varint(counters.size() - named);
        for (; named < counters.size(); named++) {
            out.text(counters.get(named).key);
        }
        Map<String, Long> increments = new LinkedHashMap<>();
        out.varint(dirty.size());
        for (Counter counter : dirty) {
            out.varint(counter.number).zigzag(counter.pending);
            increments.put(counter.key, counter.pending);
            counter.total += counter.pending;
            counter.pending = 0;
            counter.isDirty = false;
        }
        dirty.clear();
        return increments;
    }

    /** Adds a delta read from the log. */
    void apply(BinaryReader in) {
        for (int keys = in.count(); keys > 0; keys--) {
            counter(in.text());
            named = counters.size();
        }
        for (int n = in.count(); n > 0; n--) {
            long number = in.varint();
            if (number < 0 || number >= counters.size()) {
                throw new MalformedBytesException("account " + number + " was never named");
            }
            counters.get((int) number).total += in.zigzag();
        }
    }

    void snapshot(BinaryWriter out) {
        out.varint(named);
        for (Counter counter : counters.subList(0, named)) {
            out.text(counter.key).zigzag(counter.total);
        }
    }

    static Accounts restore(BinaryReader in) {
        Accounts accounts = new Accounts();
        for (int n = in.count(); n > 0; n--) {
            Counter counter = accounts.counter(in.text());
            counter.total = in.zigzag();
        }
        accounts.named = accounts.counters.size();
        return accounts;
    }

    Map<String, Long> totals() {
        Map<String, Long> totals = new HashMap<>();
        for (Counter counter : counters) {
            totals.put(counter.key, counter.total);
        }
        return totals;
    }
}
