package io.weir.gateway.core;

import io.weir.buffer.Checkpoint;
import io.weir.buffer.Inspection;
import io.weir.buffer.LogRecord;
import io.weir.buffer.Offset;
import io.weir.buffer.Scan;
import io.weir.device.BinaryReader;
import io.weir.device.MalformedBytesException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accounts as the disk holds them, without running anything: the newest checkpoint and the marks after it.
 *
 * @param gatewayId empty before the first checkpoint
 * @param totals committed totals by path
 * @param streams names of record streams by number
 * @param restamping what is known of times that were stamped by a clock that was not trusted
 */
public record StoredAccounts(
        String gatewayId, Map<String, Long> totals, Map<Integer, String> streams, Restamping restamping) {
    private static final Logger LOG = LoggerFactory.getLogger(StoredAccounts.class);

    /** Reads them; what cannot be understood, as after a loss, is passed over as {@link Recovery} does. */
    public static StoredAccounts of(Inspection buffer) throws IOException {
        Optional<Checkpoint> checkpoint = buffer.newestCheckpoint();
        Optional<CoreState> restored = checkpoint.flatMap(StoredAccounts::restore);
        CoreState state = restored.orElseGet(CoreState::empty);
        Offset from = restored.isPresent()
                ? checkpoint.orElseThrow().at()
                : buffer.stats().first();
        long unreadable = 0;
        try (Scan scan = buffer.scan(from, Set.of(StreamTable.MARKS, StreamTable.INPUTS))) {
            while (scan.hasNext()) {
                unreadable += apply(scan.next(), state) ? 0 : 1;
            }
        }
        if (unreadable > 0) {
            LOG.warn("Accounts may be wrong: entries of the log cannot be understood entries={}", unreadable);
        }
        Map<Integer, String> names = new TreeMap<>();
        state.streams().all().forEach((name, number) -> names.put(number, name));
        return new StoredAccounts(
                state.gatewayId(),
                state.accounts().totals(),
                names,
                state.eras().restamping());
    }

    private static Optional<CoreState> restore(Checkpoint checkpoint) {
        try {
            return Optional.of(CoreState.restore(checkpoint.state(), json -> List.of(), new ArrayList<>()));
        } catch (MalformedBytesException e) {
            LOG.warn("The checkpoint cannot be read, accounts begin anew behind it: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private static boolean apply(LogRecord entry, CoreState state) {
        BinaryReader in = new BinaryReader(entry.bytes());
        try {
            if (entry.stream() == StreamTable.MARKS) {
                Marks.apply(in, state.streams(), state.accounts(), state.redelivery());
            } else {
                Inputs.readEra(in).ifPresent(state.eras()::change);
            }
            return true;
        } catch (MalformedBytesException e) {
            return false;
        }
    }
}
