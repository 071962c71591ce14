package io.weir.sim.cloud;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Keeps every fresh record in the order of arrival, for those who check them one by one. Filled by one thread, read by
 * another; grows with the run, so it is for runs with an end.
 */
public final class Archive implements Consumer<Arrival> {
    private final ConcurrentLinkedQueue<Arrival> arrivals = new ConcurrentLinkedQueue<>();

    @Override
    public void accept(Arrival arrival) {
        arrivals.add(arrival);
    }

    /** What arrived in a stream so far, by device, each in the order of arrival. */
    public Map<String, List<Arrival>> byDevice(String stream) {
        Map<String, List<Arrival>> devices = new HashMap<>();
        for (Arrival arrival : arrivals) {
            if (arrival.stream().equals(stream)) {
                devices.computeIfAbsent(arrival.device(), device -> new ArrayList<>())
                        .add(arrival);
            }
        }
        return devices;
    }
}
