package io.weir.gateway.core;

import io.weir.buffer.Checkpoint;
import io.weir.buffer.Inspection;
import io.weir.buffer.LogRecord;
import io.weir.buffer.Offset;
import io.weir.buffer.Scan;
import io.weir.device.BinaryReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

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

    /**
     * Reads them.
     *
     * @throws io.weir.device.MalformedBytesException when the newest checkpoint is of a form that this program does not know
     */
    public static StoredAccounts of(Inspection buffer) throws IOException {
        Optional<Checkpoint> checkpoint = buffer.newestCheckpoint();
        CoreState state = CoreState.empty();
        Offset from = buffer.stats().first();
        if (checkpoint.isPresent()) {
            state = CoreState.restore(checkpoint.get().state(), json -> List.of(), new ArrayList<>());
            from = checkpoint.get().at();
        }
        try (Scan scan = buffer.scan(from, Set.of(StreamTable.MARKS, StreamTable.INPUTS))) {
            while (scan.hasNext()) {
                LogRecord entry = scan.next();
                BinaryReader in = new BinaryReader(entry.bytes());
                if (entry.stream() == StreamTable.MARKS) {
                    Marks.apply(in, state.streams(), state.accounts(), state.redelivery());
                } else {
                    Inputs.readEra(in).ifPresent(state.eras()::change);
                }
            }
        }
        Map<Integer, String> names = new TreeMap<>();
        state.streams().all().forEach((name, number) -> names.put(number, name));
        return new StoredAccounts(
                state.gatewayId(),
                state.accounts().totals(),
                names,
                state.eras().restamping());
    }
}
