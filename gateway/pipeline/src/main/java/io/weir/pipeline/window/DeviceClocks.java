package io.weir.pipeline.window;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.pipeline.step.Chain;
import io.weir.pipeline.step.Link;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The newest event time of each device, and the smallest of those that were heard within {@code idle}: what a window waits
 * for that does not group by device. A heap of the devices awake makes the smallest cost O(log n) per reading. At most so
 * many devices; the one not heard for longest is forgotten.
 */
final class DeviceClocks {

    private static final int ASLEEP = -1;

    private static final class Device extends Link<Device> {
        private final String name;
        private long newestMillis = WindowSpec.BEFORE_ALL;
        private long heardAt;
        private int place = ASLEEP;

        Device(String name) {
            this.name = name;
        }
    }

    private final long idleMillis;
    private final int maxDevices;
    private final Map<String, Device> devices = new HashMap<>();
    /** Both in the order in which they were heard. */
    private final Chain<Device> awake = new Chain<>();

    private final Chain<Device> asleep = new Chain<>();
    /** The devices awake; none has a smaller time than the one at half its place. */
    private final List<Device> heap = new ArrayList<>();

    DeviceClocks(long idleMillis, int maxDevices) {
        this.idleMillis = idleMillis;
        this.maxDevices = maxDevices;
    }

    void heard(String name, long timeMillis, long now) {
        Device device = devices.get(name);
        if (device == null) {
            device = add(name);
        }
        device.heardAt = now;
        device.newestMillis = Math.max(device.newestMillis, timeMillis);
        if (device.place == ASLEEP) {
            asleep.remove(device);
            wake(device);
        } else {
            awake.moveToEnd(device);
            sinkDown(device);
        }
    }

    private Device add(String name) {
        while (devices.size() >= maxDevices) {
            Device eldest = asleep.isEmpty() ? awake.first() : asleep.first();
            sleep(eldest);
            asleep.remove(eldest);
            devices.remove(eldest.name);
        }
        Device device = new Device(name);
        devices.put(name, device);
        asleep.append(device);
        return device;
    }

    private void wake(Device device) {
        awake.append(device);
        device.place = heap.size();
        heap.add(device);
        riseUp(device);
    }

    private void sleep(Device device) {
        if (device.place == ASLEEP) {
            return;
        }
        awake.remove(device);
        asleep.append(device);
        Device last = heap.remove(heap.size() - 1);
        if (last != device) {
            put(last, device.place);
            riseUp(last);
            sinkDown(last);
        }
        device.place = ASLEEP;
    }

    void clear() {
        while (!awake.isEmpty()) {
            awake.remove(awake.first());
        }
        while (!asleep.isEmpty()) {
            asleep.remove(asleep.first());
        }
        heap.clear();
        devices.clear();
    }

    /** Devices not heard for {@code idle} are not waited for any more. */
    void expire(long now) {
        while (!awake.isEmpty() && awake.first().heardAt + idleMillis <= now) {
            sleep(awake.first());
        }
    }

    boolean anyAwake() {
        return !awake.isEmpty();
    }

    /** The smallest newest time of the devices awake, of which there must be one. */
    long smallestMillis() {
        return heap.get(0).newestMillis;
    }

    long nextDeadline() {
        return awake.isEmpty() ? WindowSpec.AFTER_ALL : awake.first().heardAt + idleMillis;
    }

    private void put(Device device, int place) {
        heap.set(place, device);
        device.place = place;
    }

    private void riseUp(Device device) {
        while (device.place > 0 && heap.get((device.place - 1) / 2).newestMillis > device.newestMillis) {
            swap(device, heap.get((device.place - 1) / 2));
        }
    }

    private void sinkDown(Device device) {
        for (int child = 2 * device.place + 1; child < heap.size(); child = 2 * device.place + 1) {
            int other = child + 1;
            Device smaller = other < heap.size() && heap.get(other).newestMillis < heap.get(child).newestMillis
                    ? heap.get(other)
                    : heap.get(child);
            if (smaller.newestMillis >= device.newestMillis) {
                return;
            }
            swap(device, smaller);
        }
    }

    private void swap(Device a, Device b) {
        int place = a.place;
        put(a, b.place);
        put(b, place);
    }

    void snapshot(BinaryWriter out) {
        for (Chain<Device> chain : List.of(asleep, awake)) {
            out.varint(chain.size());
            chain.forEach(
                    device -> out.text(device.name).i64(device.newestMillis).i64(device.heardAt));
        }
    }

    void restore(BinaryReader in) {
        for (int i = in.count(); i > 0; i--) {
            asleep.append(read(in));
        }
        for (int i = in.count(); i > 0; i--) {
            wake(read(in));
        }
    }

    private Device read(BinaryReader in) {
        Device device = new Device(in.text());
        device.newestMillis = in.i64();
        device.heardAt = in.i64();
        devices.put(device.name, device);
        return device;
    }
}
