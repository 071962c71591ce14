package io.weir.uplink.aws;

import io.weir.uplink.Batch;
import io.weir.uplink.Outgoing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A batch as parcels, in order for each partition key, handed out in waves: a wave holds at most one parcel of a key,
 * because Kinesis may take the second of two and throttle the first. One thread, one batch.
 */
final class Packing {

    private static final int MOST_PARCELS = 500;
    private static final int MOST_REQUEST_BYTES = 5 << 20;

    private final Map<String, Deque<Parcel>> byKey = new LinkedHashMap<>();
    private final Map<Integer, String> tooLarge = new HashMap<>();

    Packing(Batch batch, boolean joinLines) {
        Map<String, List<Integer>> open = new LinkedHashMap<>();
        Map<String, Integer> openBytes = new HashMap<>();
        for (int index = 0; index < batch.size(); index++) {
            Outgoing item = batch.records().get(index);
            String key = Parcel.key(item);
            int ownBytes = item.bytes().length + 1;
            int keyBytes = Parcel.keyBytes(key);
            if (ownBytes + keyBytes > Parcel.MOST_BYTES) {
                tooLarge.put(index, "the record has " + ownBytes + " bytes, Kinesis takes " + Parcel.MOST_BYTES);
                continue;
            }
            int before = openBytes.getOrDefault(key, keyBytes);
            List<Integer> parcel = open.computeIfAbsent(key, k -> new ArrayList<>());
            if (!parcel.isEmpty() && (!joinLines || before + ownBytes > Parcel.MOST_BYTES)) {
                add(new Parcel(key, parcel, before));
                parcel.clear();
                before = keyBytes;
            }
            parcel.add(index);
            openBytes.put(key, before + ownBytes);
        }
        open.forEach((key, parcel) -> add(new Parcel(key, parcel, openBytes.getOrDefault(key, 0))));
    }

    private void add(Parcel parcel) {
        if (!parcel.indexes().isEmpty()) {
            byKey.computeIfAbsent(parcel.key(), key -> new ArrayDeque<>()).add(parcel);
        }
    }

    /** Records that no request can carry, with the reason. */
    Map<Integer, String> tooLarge() {
        return tooLarge;
    }

    /** The first parcel of each key, as many as a request may hold; they stay until they are {@link #settled}. */
    List<Parcel> wave(int most) {
        List<Parcel> wave = new ArrayList<>();
        int bytes = 0;
        for (Deque<Parcel> parcels : byKey.values()) {
            Parcel first = parcels.element();
            if (wave.size() == Math.min(most, MOST_PARCELS) || bytes + first.lengthBytes() > MOST_REQUEST_BYTES) {
                break;
            }
            wave.add(first);
            bytes += first.lengthBytes();
        }
        return wave;
    }

    /** The parcel is on its way no longer; the next of its key may follow. Keys take turns. */
    void settled(Parcel parcel) {
        Deque<Parcel> rest = byKey.remove(parcel.key());
        if (rest != null) {
            rest.remove();
            if (!rest.isEmpty()) {
                byKey.put(parcel.key(), rest);
            }
        }
    }

    /** The parcel was not taken: nothing more of its key in this batch. */
    void holdBack(Parcel parcel) {
        byKey.remove(parcel.key());
    }
}
