package io.weir.gateway.http;

import io.weir.gateway.ledger.Ledger;
import java.util.Map;

/** What HTTP shows of the gateway. Any thread; quick, and never waits for the disk or the network. */
public interface GatewayView {

    Ledger ledger();

    /** Adapters, buffer, uplinks, configuration: nested maps, ready for JSON. Holds no secret. */
    Map<String, Object> status();

    /** Why the process should be restarted: the core thread ended, say. Empty when it lives. */
    String dead();

    /** Why it cannot take readings now: the buffer cannot be written, say. An uplink that is down is no reason. */
    String unready();

    /**
     * Numbers that the ledger does not hold, by metric name without prefix: {@code buffer_bytes}. What ends in
     * {@code _total} is a counter.
     */
    Map<String, Double> gauges();
}
