package io.weir.gateway;

import io.weir.device.Adapter;
import io.weir.device.AdapterContext;
import io.weir.device.Decoder;
import io.weir.device.Intake;
import io.weir.device.config.Settings;
import io.weir.gateway.config.GatewayConfig;
import io.weir.gateway.config.GatewayConfig.Component;
import io.weir.gateway.core.AdapterDoor;
import io.weir.gateway.core.Core;
import io.weir.gateway.decode.Decoders;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;

/** Starts adapters. Life-cycle thread. */
final class Adapters {

    private final Catalog catalog;
    private final Core core;
    private final Clock clock;

    Adapters(Catalog catalog, Core core, Clock clock) {
        this.catalog = catalog;
        this.core = core;
        this.clock = clock;
    }

    /**
     * A listening adapter whose door is still closed.
     *
     * @throws IOException when it cannot work as configured; then nothing of it is left
     */
    RunningAdapter start(Component component, GatewayConfig.Gateway gateway) throws IOException {
        AdapterDoor door = core.door(component.name());
        Set<String> sessions = core.ask(() -> core.sessions(component.name())).join();
        Context context = new Context(
                gateway.id(),
                component.name(),
                door,
                clock,
                gateway.dataDirectory(),
                sessions,
                gateway.simulatedGpio());
        Adapter adapter;
        try {
            adapter = catalog.adapter(component.type()).create(component.settings(), context);
        } catch (IOException | RuntimeException e) {
            core.forget(door);
            throw e;
        }
        try {
            adapter.start();
        } catch (IOException | RuntimeException e) {
            adapter.close();
            core.forget(door);
            throw e;
        }
        return new RunningAdapter(component, adapter, door);
    }

    void close(RunningAdapter running) {
        running.close();
        core.forget(running.door());
    }

    private record Context(
            String gatewayId,
            String name,
            Intake intake,
            Clock clock,
            Path dataDirectory,
            Set<String> sessions,
            boolean simulatedGpio)
            implements AdapterContext {
        @Override
        public Decoder decoder(Settings decode) {
            return Decoders.of(decode);
        }
    }
}
