package io.weir.sim.fleet;

import io.weir.sim.wire.Transport;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Simulated devices, each on its own thread. Built, started, finished and closed by one thread; the totals may be read by
 * any. Nothing of it survives this process: a device that is switched off has no memory.
 */
public final class Fleet implements AutoCloseable {
    private final List<Device> devices;
    private final List<Thread> threads = new ArrayList<>();

    private Fleet(List<Device> devices) {
        this.devices = List.copyOf(devices);
    }

    public static Fleet of(List<DeviceSpec> specs, Endpoints endpoints, long seed, Clock clock) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        List<Device> devices = new ArrayList<>();
        for (DeviceSpec spec : specs) {
            Journal journal = new Journal();
            Transport transport = endpoints.connect(spec, journal, random.split());
            devices.add(new Device(spec, new Measurer(spec, random.split(), clock), transport, journal));
        }
        return new Fleet(devices);
    }

    public void start() {
        for (Device device : devices) {
            Thread thread = new Thread(device, "device-" + device.spec().name());
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    /**
     * Lets every device send what it has, a closing reading, and wait for the answers. Returns false if that made no
     * progress for so long.
     */
    public boolean finish(Duration closingAhead, Duration patience) throws InterruptedException {
        devices.forEach(device -> device.finish(closingAhead));
        long last = -1;
        long stalledSince = System.nanoTime();
        while (threads.stream().anyMatch(Thread::isAlive)) {
            long now = accepted();
            if (now != last) {
                last = now;
                stalledSince = System.nanoTime();
            } else if (System.nanoTime() - stalledSince > patience.toNanos()) {
                return false;
            }
            for (Thread thread : threads) {
                if (thread.isAlive()) {
                    thread.join(100);
                    break;
                }
            }
        }
        return true;
    }

    public List<Device> devices() {
        return devices;
    }

    public long sent() {
        return devices.stream().mapToLong(device -> device.journal().sent()).sum();
    }

    public long accepted() {
        return devices.stream().mapToLong(device -> device.journal().accepted()).sum();
    }

    public long resent() {
        return devices.stream().mapToLong(Device::resent).sum();
    }

    /** Switches every device off, finished or not. */
    @Override
    public void close() throws IOException {
        for (Device device : devices) {
            device.abandon();
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
