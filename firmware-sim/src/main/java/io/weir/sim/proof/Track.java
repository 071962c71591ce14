package io.weir.sim.proof;

import io.weir.sim.fleet.Device;
import io.weir.sim.fleet.DeviceSpec;
import io.weir.sim.fleet.Journal;
import java.util.ArrayList;
import java.util.List;

/**
 * What one device can be held to: who it is, what it sent, and what the gateway makes of a message.
 *
 * @param resent how many messages it had to send again
 * @param forgottenSessions how often the gateway did not know a session that it should have kept
 */
public record Track(DeviceSpec spec, Shape shape, List<Journal.Entry> entries, long resent, int forgottenSessions) {

    /** One track per device; the devices must have ended. */
    public static List<Track> of(List<Device> devices, Shape shape) {
        return devices.stream()
                .map(device -> new Track(
                        device.spec(), shape, device.journal().entries(), device.resent(), device.forgottenSessions()))
                .toList();
    }

    String device() {
        return spec.name();
    }

    /** Every reading that the gateway took responsibility for, in the order in which it was sent. */
    List<Point> acceptedPoints() {
        List<Point> points = new ArrayList<>();
        for (Journal.Entry entry : entries) {
            if (entry.message().isReading() && entry.fate() == Journal.Fate.ACCEPTED) {
                points.addAll(shape.points(spec.metric(), entry.message()));
            }
        }
        return points;
    }
}
