package io.weir.sim.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.sim.proof.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The gateway's own accounts, asked for once it says that nothing is pending. They are shown and must balance; they
 * prove nothing.
 */
record LedgerCheck(String text, List<Finding> findings) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static LedgerCheck of(Gateway gateway, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        Optional<String> ledger = gateway.ledger();
        while (System.nanoTime() < deadline && pending(ledger) != 0) {
            Thread.sleep(200);
            ledger = gateway.ledger();
        }
        return judge(ledger);
    }

    private static long pending(Optional<String> ledger) {
        try {
            long pending = 0;
            for (JsonNode uplink : MAPPER.readTree(ledger.orElse("{}")).path("uplinks")) {
                pending += uplink.path("pending").asLong();
            }
            return ledger.isEmpty() ? -1 : pending;
        } catch (JsonProcessingException e) {
            return -1;
        }
    }

    private static LedgerCheck judge(Optional<String> ledger) {
        if (ledger.isEmpty()) {
            return new LedgerCheck("", List.of(new Finding(Finding.Kind.LEDGER, "the gateway does not tell it")));
        }
        try {
            JsonNode json = MAPPER.readTree(ledger.get());
            return new LedgerCheck(
                    lines(json),
                    json.path("balanced").asBoolean(false)
                            ? List.of()
                            : List.of(new Finding(Finding.Kind.LEDGER, "it does not balance")));
        } catch (JsonProcessingException e) {
            return new LedgerCheck(ledger.get(), List.of(new Finding(Finding.Kind.LEDGER, "it is no JSON")));
        }
    }

    /** One line per adapter, pipeline, stream and uplink. */
    private static String lines(JsonNode json) {
        List<String> lines = new ArrayList<>();
        json.properties().forEach(section -> {
            if (section.getValue().isObject()) {
                section.getValue()
                        .properties()
                        .forEach(part -> lines.add(
                                "%-10s %-10s %s".formatted(section.getKey(), part.getKey(), part.getValue())));
            } else {
                lines.add("%-10s %s"
                        .formatted(section.getKey(), section.getValue().asText()));
            }
        });
        return String.join("\n", lines);
    }
}
