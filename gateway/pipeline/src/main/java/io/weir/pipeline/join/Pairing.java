package io.weir.pipeline.join;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.pipeline.step.KeyTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What waits of one device, each side in the order of arrival. */
final class Pairing extends KeyTable.State<Pairing> {

    private final List<Waiting> lefts = new ArrayList<>(4);
    private final List<Waiting> rights = new ArrayList<>(4);

    Pairing(String device, String metric) {
        super(device, metric);
    }

    List<Waiting> lefts() {
        return lefts;
    }

    List<Waiting> rights() {
        return rights;
    }

    /** Whether a right one was measured then or later. */
    boolean reaches(long timeMillis) {
        for (int i = 0; i < rights.size(); i++) {
            if (rights.get(i).reading().timeMillis() >= timeMillis) {
                return true;
            }
        }
        return false;
    }

    /** The right one that was measured nearest to a time: of two that are as near the earlier, of the same time the first to arrive. */
    Optional<Waiting> nearest(long timeMillis, long withinMillis) {
        Optional<Waiting> best = Optional.empty();
        long bestDistance = withinMillis;
        for (Waiting right : rights) {
            long distance = distance(right.reading().timeMillis(), timeMillis);
            int nearer = Long.compareUnsigned(distance, bestDistance);
            boolean earlier = best.isEmpty()
                    || right.reading().timeMillis() < best.get().reading().timeMillis();
            if (nearer < 0 || nearer == 0 && earlier) {
                best = Optional.of(right);
                bestDistance = distance;
            }
        }
        return best;
    }

    /** Unsigned, because the distance of two longs may not fit into one. */
    private static long distance(long a, long b) {
        return a >= b ? a - b : b - a;
    }

    @Override
    protected void save(BinaryWriter out) {
        for (List<Waiting> side : List.of(lefts, rights)) {
            out.varint(side.size());
            side.forEach(one -> one.save(out));
        }
    }

    @Override
    protected void load(BinaryReader in) {
        for (List<Waiting> side : List.of(lefts, rights)) {
            for (int i = in.count(); i > 0; i--) {
                side.add(Waiting.load(in));
            }
        }
    }
}
