package io.weir.gateway;

import io.weir.device.Adapter;
import io.weir.gateway.config.GatewayConfig.Component;
import io.weir.gateway.core.AdapterDoor;

/** An adapter that was started, with its way into the core. */
record RunningAdapter(Component component, Adapter adapter, AdapterDoor door) {

    /** Ends it; what it offered before is still processed. */
    void close() {
        door.close();
        adapter.close();
    }
}
