package io.weir.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private final SortedMap<String, Long> totals = new TreeMap<>(Map.ofEntries(
            Map.entry("adapters/field/messages", 10L),
            Map.entry("adapters/field/decoded", 8L),
            Map.entry("adapters/field/rejected/repeat", 1L),
            Map.entry("adapters/field/rejected/undecodable", 1L),
            Map.entry("adapters/field/readings", 16L),
            Map.entry("pipelines/climate/in", 16L),
            Map.entry("pipelines/climate/filtered/1-range", 4L),
            Map.entry("pipelines/climate/aggregated", 11L),
            Map.entry("pipelines/climate/late", 1L),
            Map.entry("pipelines/climate/results", 3L),
            Map.entry("pipelines/climate/out", 4L),
            Map.entry("streams/climate/appended", 3L),
            Map.entry("streams/climate-late/appended", 1L)));
    private final UplinkAccount cloud = new UplinkAccount(4, 2, 1, 0, Map.of("max-age", 1L));

    @Test
    void aLedgerWhoseEquationsHoldIsBalanced() {
        Ledger ledger = new Ledger("gw", totals, Map.of(), Map.of(), Map.of("cloud", cloud));

        assertThat(ledger.imbalances()).isEmpty();
        assertThat(ledger.asMap()).containsEntry("balanced", true);
    }

    @Test
    void everyTotalThatIsOffByOneIsFound() {
        for (String path : totals.keySet()) {
            if (path.endsWith("/readings")) {
                continue;
            }
            SortedMap<String, Long> wrong = new TreeMap<>(totals);
            wrong.merge(path, 1L, Long::sum);

            assertThat(new Ledger("gw", wrong, Map.of(), Map.of(), Map.of()).imbalances())
                    .as(path)
                    .isNotEmpty();
        }
        assertThat(new Ledger(
                                "gw",
                                totals,
                                Map.of(),
                                Map.of(),
                                Map.of("cloud", new UplinkAccount(4, 2, 0, 0, Map.of())))
                        .imbalances())
                .singleElement()
                .asString()
                .contains("cloud");
    }

    @Test
    void whatTheBufferGaveUpIsThereByStreamRangeAndReason() {
        Map<String, List<ExpiredRange>> expired = Map.of(
                "climate", List.of(new ExpiredRange("max-age", 3, 9, 2), new ExpiredRange("max-size", 20, 44, 7)));

        Ledger ledger = new Ledger("gw", totals, Map.of(), expired, Map.of());

        assertThat(ledger.asMap().get("streams"))
                .isEqualTo(Map.of(
                        "climate",
                        Map.of(
                                "appended", 3L,
                                "lost", 0L,
                                "expired-ranges",
                                        List.of(
                                                Map.of("reason", "max-age", "from", 3L, "to", 9L, "records", 2L),
                                                Map.of("reason", "max-size", "from", 20L, "to", 44L, "records", 7L))),
                        "climate-late",
                        Map.of("appended", 1L, "lost", 0L, "expired-ranges", List.of())));
    }
}
