package io.weir.gateway;

import io.weir.buffer.Inspection;
import io.weir.gateway.core.StoredAccounts;
import io.weir.gateway.ledger.Ledger;
import io.weir.gateway.ledger.UplinkAccount;
import io.weir.uplink.Accounts;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** The ledger of a gateway that is stopped, or seen by another process: all from its buffer. */
public final class StoredLedger {

    private StoredLedger() {}

    public static Ledger of(Inspection buffer) throws IOException {
        StoredAccounts stored = StoredAccounts.of(buffer);
        Map<String, UplinkAccount> uplinks = new TreeMap<>();
        buffer.cursors().forEach(cursor -> uplinks.put(cursor.name(), account(Accounts.of(cursor.standing()))));
        BufferLosses losses =
                BufferLosses.of(buffer.stats(), stream -> stored.streams().getOrDefault(stream, "stream-" + stream));
        return new Ledger(stored.gatewayId(), new TreeMap<>(stored.totals()), losses.lost(), losses.expired(), uplinks);
    }

    static UplinkAccount account(Accounts accounts) {
        return new UplinkAccount(
                accounts.appended(),
                accounts.delivered(),
                accounts.pending(),
                accounts.deadLettered(),
                accounts.expired());
    }
}
