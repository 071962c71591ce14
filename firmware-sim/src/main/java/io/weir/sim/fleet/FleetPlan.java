package io.weir.sim.fleet;

import java.time.Duration;
import java.util.List;

/** What a fleet file asks for; a length of zero means until somebody stops it. */
public record FleetPlan(Endpoints endpoints, long seed, Duration length, List<DeviceSpec> devices) {
    public FleetPlan {
        devices = List.copyOf(devices);
    }
}
