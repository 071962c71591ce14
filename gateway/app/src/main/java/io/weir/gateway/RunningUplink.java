package io.weir.gateway;

import io.weir.gateway.config.GatewayConfig.Component;
import io.weir.gateway.ledger.UplinkAccount;
import io.weir.uplink.Uplink;

/** An uplink that was started. */
record RunningUplink(Component component, Uplink uplink) {

    UplinkAccount account() {
        return StoredLedger.account(uplink.accounts());
    }
}
