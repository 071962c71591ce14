package io.weir.gateway.core;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.MalformedBytesException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which number a stream has in the log. A number is given once and for ever: a name that goes and comes back continues its
 * stream. Numbers are given by the core thread; any thread may look one up.
 */
public final class StreamTable {

    /** Readings, ticks and changes of configuration that open state depends on. */
    public static final int INPUTS = 0;

    /** One entry per group: acknowledged messages, accounts. */
    public static final int MARKS = 1;

    private static final int FIRST_RECORD_STREAM = 16;

    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
    private final Map<Integer, String> names = new ConcurrentHashMap<>();
    private final Map<Integer, String> fresh = new TreeMap<>();

    /** The stream's number, given now if it never had one. Core thread. */
    int number(String name) {
        Integer known = numbers.get(name);
        if (known != null) {
            return known;
        }
        int number = FIRST_RECORD_STREAM + numbers.size();
        put(number, name);
        fresh.put(number, name);
        return number;
    }

    boolean isNumbered(String name) {
        return numbers.containsKey(name);
    }

    int size() {
        return numbers.size();
    }

    /** Forgets the numbers that were given since there were so many: the group that says so is not in the log. Core thread. */
    void takeBack(int size) {
        int first = FIRST_RECORD_STREAM + size;
        names.entrySet().removeIf(entry -> {
            boolean later = entry.getKey() >= first;
            if (later) {
                numbers.remove(entry.getValue());
                fresh.remove(entry.getKey());
            }
            return later;
        });
    }

    /** The name of a record stream; {@code stream-N} for one that the log lost the name of. */
    public String name(int number) {
        return names.getOrDefault(number, "stream-" + number);
    }

    /** All record streams ever written, by name. */
    public Map<String, Integer> all() {
        return new TreeMap<>(numbers);
    }

    boolean hasFresh() {
        return !fresh.isEmpty();
    }

    /** Writes the numbers given since the last call: varint n | n x (varint number, text name). */
    void drain(BinaryWriter out) {
        write(fresh, out);
        fresh.clear();
    }

    void apply(BinaryReader in) {
        for (int n = in.count(); n > 0; n--) {
            long number = in.varint();
            if (number < FIRST_RECORD_STREAM || number > Integer.MAX_VALUE) {
                throw new MalformedBytesException(number + " is no number of a record stream");
            }
            put((int) number, in.text());
        }
    }

    void snapshot(BinaryWriter out) {
        Map<Integer, String> known = new HashMap<>(names);
        known.keySet().removeAll(fresh.keySet());
        write(known, out);
    }

    private static void write(Map<Integer, String> table, BinaryWriter out) {
        out.varint(table.size());
        new TreeMap<>(table).forEach((number, name) -> out.varint(number).text(name));
    }

    private void put(int number, String name) {
        numbers.put(name, number);
        names.put(number, name);
    }
}
