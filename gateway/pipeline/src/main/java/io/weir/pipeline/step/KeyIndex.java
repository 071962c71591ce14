package io.weir.pipeline.step;

import org.jspecify.annotations.Nullable;

/**
 * Finds the state of a device and metric in one look at one table, since this is what every reading costs at every step with
 * state. Open addressing with linear probing (Knuth, TAOCP 3, 6.4, algorithms L and R); at most half full.
 */
final class KeyIndex<S extends KeyTable.State<S>> {

    private static final int SMALLEST = 16;

    private @Nullable Object[] places = new Object[SMALLEST];
    private int size;

    private static int hash(String device, String metric) {
        int hash = (device.hashCode() * 31 + metric.hashCode()) * 0x9E3779B9;
        return hash ^ hash >>> 16;
    }

    @SuppressWarnings("unchecked")
    private @Nullable S at(int place) {
        return (S) places[place];
    }

    @Nullable
    S find(String device, String metric) {
        int mask = places.length - 1;
        for (int i = hash(device, metric) & mask; ; i = i + 1 & mask) {
            S state = at(i);
            if (state == null || state.isOf(device, metric)) {
                return state;
            }
        }
    }

    /** Adds a state whose key is not there yet. */
    void add(S state) {
        if (size * 2 >= places.length) {
            grow();
        }
        place(state);
        size++;
    }

    private void place(S state) {
        int mask = places.length - 1;
        int i = home(state);
        while (places[i] != null) {
            i = i + 1 & mask;
        }
        places[i] = state;
    }

    private int home(S state) {
        return hash(state.device(), state.metric()) & places.length - 1;
    }

    private void grow() {
        KeyIndex<S> old = new KeyIndex<>();
        old.places = places;
        places = new Object[old.places.length * 2];
        for (int i = 0; i < old.places.length; i++) {
            S state = old.at(i);
            if (state != null) {
                place(state);
            }
        }
    }

    /** Takes out a state that is there, and closes the gap so that no search ends at it. */
    void remove(S state) {
        int mask = places.length - 1;
        int gap = home(state);
        while (places[gap] != state) {
            gap = gap + 1 & mask;
        }
        int i = gap + 1 & mask;
        for (S next = at(i); next != null; next = at(i)) {
            // one that is searched for by way of the gap moves into it
            if ((i - home(next) & mask) >= (i - gap & mask)) {
                places[gap] = next;
                gap = i;
            }
            i = i + 1 & mask;
        }
        places[gap] = null;
        size--;
    }
}
