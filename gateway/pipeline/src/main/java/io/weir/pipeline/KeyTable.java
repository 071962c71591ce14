package io.weir.pipeline;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * The states of an operator, one per device and metric, at most {@code maxKeys} of them: when one more is needed the least
 * recently used is given up, after it has emitted what it holds. Looking up allocates nothing. Order shows only as order of
 * use, never as that of a hash table.
 */
final class KeyTable<S extends KeyTable.State<S>> {

    /** The state of one key. A part of the key that does not matter to the operator is the empty text. */
    abstract static class State<S extends State<S>> extends Link<S> {
        private final String device;
        private final String metric;

        State(String device, String metric) {
            this.device = device;
            this.metric = metric;
        }

        final String device() {
            return device;
        }

        final String metric() {
            return metric;
        }
    }

    private final Map<String, Map<String, S>> states = new HashMap<>();
    private final Chain<S> byUse = new Chain<>();
    private final int maxKeys;
    private final BiFunction<String, String, S> maker;
    private final BiConsumer<S, Emitter> farewell;

    /**
     * An empty table.
     *
     * @param maker makes the state of a new key
     * @param farewell emits what a state holds before it is forgotten
     */
    KeyTable(int maxKeys, BiFunction<String, String, S> maker, BiConsumer<S, Emitter> farewell) {
        this.maxKeys = maxKeys;
        this.maker = maker;
        this.farewell = farewell;
    }

    int size() {
        return byUse.size();
    }

    /** The state of this key, which becomes the most recently used; a new one when there is none. */
    S use(String device, String metric, Emitter out) {
        Map<String, S> ofDevice = states.get(device);
        S state = ofDevice == null ? null : ofDevice.get(metric);
        if (state != null) {
            byUse.moveToEnd(state);
            return state;
        }
        while (byUse.size() >= maxKeys) {
            evict(byUse.first(), out);
        }
        S made = maker.apply(device, metric);
        put(made);
        return made;
    }

    /** Adds a restored state as the most recently used. */
    void put(S state) {
        states.computeIfAbsent(state.device(), device -> new HashMap<>(4)).put(state.metric(), state);
        byUse.append(state);
    }

    private void evict(S state, Emitter out) {
        farewell.accept(state, out);
        byUse.remove(state);
        Map<String, S> ofDevice = states.get(state.device());
        if (ofDevice != null) {
            ofDevice.remove(state.metric());
            if (ofDevice.isEmpty()) {
                states.remove(state.device());
            }
        }
        out.evicted();
    }

    /** The states, least recently used first. */
    void forEach(Consumer<S> action) {
        byUse.forEach(action);
    }
}
