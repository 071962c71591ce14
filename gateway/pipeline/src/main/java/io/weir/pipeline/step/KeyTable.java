package io.weir.pipeline.step;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.MalformedBytesException;
import io.weir.device.TimeQuality;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * The states of an operator, one per device and metric, at most {@code maxKeys} of them: when one more is needed the least
 * recently used is given up, after it has emitted what it holds. So is one whose times are the gateway's when that clock
 * has been set: the distance between times before and after says nothing. Looking up allocates nothing. Order shows only as
 * order of use, never as that of a hash table.
 */
public final class KeyTable<S extends KeyTable.State<S>> {

    /** The state of one key. A part of the key that does not matter to the operator is the empty text. */
    public abstract static class State<S extends State<S>> extends Link<S> {
        private final String device;
        private final String metric;
        private TimeQuality time = TimeQuality.DEVICE;

        protected State(String device, String metric) {
            this.device = device;
            this.metric = metric;
        }

        public final String device() {
            return device;
        }

        public final String metric() {
            return metric;
        }

        /** Whose clock gave the times of its readings; the gateway's if it gave any of them. */
        public final TimeQuality time() {
            return time;
        }

        final boolean isOf(String aDevice, String aMetric) {
            return device.equals(aDevice) && metric.equals(aMetric);
        }

        /** Writes what is remembered beside the key. */
        protected abstract void save(BinaryWriter out);

        /**
         * Fills this fresh state with what {@link #save} wrote.
         *
         * @throws MalformedBytesException when that cannot be
         */
        protected abstract void load(BinaryReader in);
    }

    private final KeyIndex<S> index = new KeyIndex<>();
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
    public KeyTable(int maxKeys, BiFunction<String, String, S> maker, BiConsumer<S, Emitter> farewell) {
        this.maxKeys = maxKeys;
        this.maker = maker;
        this.farewell = farewell;
    }

    public int size() {
        return byUse.size();
    }

    /**
     * The state of this key, which becomes the most recently used; a new one when there is none.
     *
     * @param time of the reading it is wanted for; {@link TimeQuality#DEVICE} where the distance of times does not matter
     */
    public S use(String device, String metric, TimeQuality time, Emitter out) {
        S state = index.find(device, metric);
        if (state != null && !time.isLaterStampThan(state.time())) {
            byUse.moveToEnd(state);
            note(time, state);
            return state;
        }
        if (state != null) {
            forget(state, out);
        }
        S made = make(device, metric, out);
        note(time, made);
        return made;
    }

    private static <S extends State<S>> void note(TimeQuality time, State<S> state) {
        if (time.isStamp()) {
            state.time = state.time().and(time);
        }
    }

    private S make(String device, String metric, Emitter out) {
        while (byUse.size() >= maxKeys) {
            evict(byUse.first(), out);
        }
        S made = maker.apply(device, metric);
        put(made);
        return made;
    }

    /** Adds a restored state as the most recently used. */
    private void put(S state) {
        index.add(state);
        byUse.append(state);
    }

    private void evict(S state, Emitter out) {
        forget(state, out);
        out.evicted();
    }

    /** Gives a state up that is in this table, after it has emitted what it holds. */
    public void forget(S state, Emitter out) {
        farewell.accept(state, out);
        byUse.remove(state);
        index.remove(state);
    }

    /**
     * Writes all states, least recently used first: {@code varint n | n x (text device, text metric, u8 origin of the times,
     * [varint era], state)}.
     */
    public void snapshot(BinaryWriter out) {
        out.varint(size());
        forEach(state -> {
            out.text(state.device()).text(state.metric());
            state.time().write(out);
            state.save(out);
        });
    }

    /** Fills this empty table. */
    public void restore(BinaryReader in) {
        for (int i = in.count(); i > 0; i--) {
            S state = maker.apply(in.text(), in.text());
            note(TimeQuality.read(in), state);
            state.load(in);
            put(state);
        }
    }

    /** The states, least recently used first. */
    public void forEach(Consumer<S> action) {
        byUse.forEach(action);
    }
}
