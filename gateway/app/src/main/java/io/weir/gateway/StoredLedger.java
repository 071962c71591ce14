package io.weir.gateway;

import io.weir.buffer.Inspection;
import io.weir.buffer.RecordLog;
import io.weir.gateway.core.StoredAccounts;
import io.weir.gateway.ledger.Ledger;
import io.weir.gateway.ledger.UplinkAccount;
import io.weir.uplink.Accounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The ledger of a gateway that is stopped, or seen by another process: all from its data directory. */
public final class StoredLedger {

    private StoredLedger() {}

    /**
     * Reads it.
     *
     * @throws NoSuchFileException when there is no buffer in this directory
     */
    public static Ledger of(Path dataDirectory) throws IOException {
        Path folder = dataDirectory.resolve("buffer");
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder.toString());
        }
        Inspection buffer = RecordLog.inspect(folder, BufferKeys.fromEnvironment());
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
