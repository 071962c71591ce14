package io.weir.uplink.aws;

import io.weir.uplink.Batch;
import io.weir.uplink.SendResult;
import io.weir.uplink.Sink;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sends a batch in as many PutRecords as the order of each device takes: the next record of a device goes when the one
 * before it was taken. A record that fails ends its device's turn in this batch, and no other's.
 */
final class KinesisSink implements Sink {

    private final PutRecords service;
    private final boolean joinLines;

    /** The service is the sink's from now on. */
    KinesisSink(PutRecords service, boolean joinLines) {
        this.service = service;
        this.joinLines = joinLines;
    }

    @Override
    public SendResult send(Batch batch) throws InterruptedException {
        Delivery delivery = new Delivery(batch);
        try {
            delivery.run();
        } catch (InterruptedException e) {
            if (delivery.accepted.isEmpty()) {
                throw e;
            }
            // the uplink is being closed; what has arrived need not come again at the next start
            delivery.reason = "interrupted";
        }
        return delivery.result();
    }

    private final class Delivery {
        private final Batch batch;
        private final Packing packing;
        private final Set<Integer> accepted = new HashSet<>();
        private final Map<Integer, String> refused = new HashMap<>();
        private String reason = "";
        private int waveLimit = Integer.MAX_VALUE;

        Delivery(Batch batch) {
            this.batch = batch;
            this.packing = new Packing(batch, joinLines);
            refused.putAll(packing.tooLarge());
        }

        void run() throws InterruptedException {
            List<Parcel> wave = packing.wave(waveLimit);
            boolean reachable = true;
            while (reachable && !wave.isEmpty()) {
                reachable = digest(wave, service.put(wave, batch));
                wave = packing.wave(waveLimit);
            }
        }

        /** False when there is no point in going on with this batch. */
        private boolean digest(List<Parcel> wave, PutRecords.Outcome outcome) {
            if (outcome instanceof PutRecords.Outcome.Failed failed) {
                reason = failed.reason();
                return false;
            }
            if (outcome instanceof PutRecords.Outcome.Invalid invalid) {
                isolate(wave, invalid.reason());
            } else if (outcome instanceof PutRecords.Outcome.Each each) {
                for (int i = 0; i < wave.size(); i++) {
                    settle(wave.get(i), each.failures().get(i));
                }
            }
            return true;
        }

        private void settle(Parcel parcel, Optional<String> failure) {
            if (failure.isEmpty()) {
                accepted.addAll(parcel.indexes());
                packing.settled(parcel);
            } else {
                reason = failure.get();
                packing.holdBack(parcel);
            }
        }

        /** From now on parcels go alone, until the one at fault is found. */
        private void isolate(List<Parcel> wave, String why) {
            waveLimit = 1;
            if (wave.size() == 1) {
                wave.get(0).indexes().forEach(index -> refused.put(index, why));
                packing.settled(wave.get(0));
            }
        }

        SendResult result() {
            if (accepted.size() == batch.size()) {
                return SendResult.accepted();
            }
            return accepted.isEmpty() && refused.isEmpty()
                    ? SendResult.retry(reason)
                    : new SendResult.Partial(accepted, refused, reason);
        }
    }

    @Override
    public void close() {
        service.close();
    }
}
