package io.weir.gateway;

import io.weir.buffer.Expiry;
import io.weir.buffer.LogStats;
import io.weir.gateway.ledger.ExpiredRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * What the ledger says of the streams in the buffer besides their totals.
 *
 * @param lost records that the disk lost, by stream
 * @param expired where records were given up, by stream
 */
record BufferLosses(Map<String, Long> lost, Map<String, List<ExpiredRange>> expired) {

    /** {@code names}: of streams by their number. */
    static BufferLosses of(LogStats stats, IntFunction<String> names) {
        Map<String, Long> lost = new TreeMap<>();
        stats.expired()
                .getOrDefault(Expiry.DAMAGED, Map.of())
                .forEach((stream, count) -> lost.put(names.apply(stream), count));
        Map<String, List<ExpiredRange>> expired = new TreeMap<>();
        stats.expiredRanges()
                .forEach(range -> expired.computeIfAbsent(names.apply(range.stream()), name -> new ArrayList<>())
                        .add(new ExpiredRange(
                                range.reason().text(),
                                range.from().value(),
                                range.to().value(),
                                range.count())));
        return new BufferLosses(lost, expired);
    }
}
