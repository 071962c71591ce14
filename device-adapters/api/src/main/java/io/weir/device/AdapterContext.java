package io.weir.device;

import io.weir.device.config.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;

/** What the gateway gives an adapter. */
public interface AdapterContext {

    String gatewayId();

    /** The adapter's name in the configuration; goes into every {@link Arrival}. */
    String name();

    Intake intake();

    /** A decoder as the {@code decode} settings describe it. */
    Decoder decoder(Settings decode);

    Clock clock();

    /** A folder of the gateway for sockets and the like. */
    Path dataDirectory();

    /** Peers of this adapter whose durable sessions survived the last stop or crash. */
    Set<String> sessions();

    /** True when the configuration says {@code gpio: simulated}. */
    boolean simulatedGpio();
}
