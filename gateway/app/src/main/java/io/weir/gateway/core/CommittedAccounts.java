package io.weir.gateway.core;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The totals of all committed groups, each group added whole: a reader never sees half of one. Any thread. */
public final class CommittedAccounts {

    private final Map<String, Long> totals;

    CommittedAccounts(Map<String, Long> recovered) {
        totals = new HashMap<>(recovered);
    }

    synchronized void add(Map<String, Long> increments) {
        increments.forEach((key, increment) -> totals.merge(key, increment, Long::sum));
    }

    /** A copy, sorted by key. */
    public synchronized SortedMap<String, Long> totals() {
        return new TreeMap<>(totals);
    }
}
