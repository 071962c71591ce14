package io.weir.gateway.ledger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The accounts of a gateway at one moment, and whether they balance:
 *
 * <pre>
 * adapter    messages = decoded + sum of rejected
 * pipeline   in = passed + sum of filtered + aggregated + late + held
 *            out = passed + results (+ late where the late stream is on)
 * stream     appended = sum of out into it
 * uplink     appended = delivered + pending + dead-lettered + sum of expired
 * </pre>
 *
 * Immutable.
 *
 * @param totals committed totals by path: {@code pipelines/raw/in}
 * @param lost records per stream that the disk lost
 * @param expired by stream, what the buffer gave up where; the newest last, the oldest of very many less exact or forgotten
 */
public record Ledger(
        String gateway,
        SortedMap<String, Long> totals,
        Map<String, Long> lost,
        Map<String, List<ExpiredRange>> expired,
        Map<String, UplinkAccount> uplinks) {

    private static final String LATE = "-late";

    /** Every equation that does not hold, in words; empty when the ledger balances. */
    public List<String> imbalances() {
        List<String> wrong = new ArrayList<>();
        names("adapters").forEach(name -> checkAdapter(name, wrong));
        names("pipelines").forEach(name -> checkPipeline(name, wrong));
        uplinks.forEach((name, account) -> {
            if (!account.isBalanced()) {
                wrong.add("uplink " + name + ": " + account);
            }
        });
        return wrong;
    }

    private void checkAdapter(String name, List<String> wrong) {
        String path = "adapters/" + name + "/";
        long explained = total(path + "decoded") + sumBelow(path + "rejected/");
        if (total(path + "messages") != explained) {
            wrong.add("adapter " + name + ": messages " + total(path + "messages") + ", decoded and rejected "
                    + explained);
        }
    }

    private void checkPipeline(String name, List<String> wrong) {
        String path = "pipelines/" + name + "/";
        long explained = total(path + "passed")
                + sumBelow(path + "filtered/")
                + total(path + "aggregated")
                + total(path + "late")
                + total(path + "held");
        if (total(path + "in") != explained) {
            wrong.add("pipeline " + name + ": in " + total(path + "in") + ", explained " + explained);
        }
        long lateOut = total("streams/" + name + LATE + "/appended");
        long out = total(path + "passed") + total(path + "results") + lateOut;
        if (total(path + "out") != out) {
            wrong.add("pipeline " + name + ": out " + total(path + "out") + ", passed, results and late " + out);
        }
        long appended = total("streams/" + name + "/appended") + lateOut;
        if (total(path + "out") != appended) {
            wrong.add("stream " + name + ": appended " + appended + ", out of its pipeline " + total(path + "out"));
        }
    }

    /** The form of the contract: nested maps, ready for JSON. */
    public Map<String, Object> asMap() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("gateway", gateway);
        Map<String, Object> adapters = new LinkedHashMap<>();
        names("adapters").forEach(name -> adapters.put(name, adapter("adapters/" + name + "/")));
        json.put("adapters", adapters);
        Map<String, Object> pipelines = new LinkedHashMap<>();
        names("pipelines").forEach(name -> pipelines.put(name, pipeline("pipelines/" + name + "/")));
        json.put("pipelines", pipelines);
        json.put("streams", streams());
        Map<String, Object> sinks = new LinkedHashMap<>();
        new TreeMap<>(uplinks).forEach((name, account) -> sinks.put(name, uplink(account)));
        json.put("uplinks", sinks);
        List<String> wrong = imbalances();
        json.put("balanced", wrong.isEmpty());
        if (!wrong.isEmpty()) {
            json.put("imbalances", wrong);
        }
        return json;
    }

    private Map<String, Object> adapter(String path) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("messages", total(path + "messages"));
        json.put("decoded", total(path + "decoded"));
        json.put("rejected", below(path + "rejected/"));
        json.put("readings", total(path + "readings"));
        json.put("unrouted", total(path + "unrouted"));
        return json;
    }

    private Map<String, Object> pipeline(String path) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("in", total(path + "in"));
        json.put("passed", total(path + "passed"));
        json.put("filtered", below(path + "filtered/"));
        for (String key : List.of("aggregated", "late", "held", "results", "out")) {
            json.put(key, total(path + key));
        }
        return json;
    }

    private Map<String, Object> streams() {
        Map<String, Object> json = new LinkedHashMap<>();
        names("streams").forEach(name -> {
            Map<String, Object> stream = new LinkedHashMap<>();
            stream.put("appended", total("streams/" + name + "/appended"));
            stream.put("lost", lost.getOrDefault(name, 0L));
            stream.put(
                    "expired-ranges",
                    expired.getOrDefault(name, List.of()).stream()
                            .map(ExpiredRange::asMap)
                            .toList());
            json.put(name, stream);
        });
        return json;
    }

    private static Map<String, Object> uplink(UplinkAccount account) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("appended", account.appended());
        json.put("delivered", account.delivered());
        json.put("pending", account.pending());
        json.put("dead-lettered", account.deadLettered());
        json.put("expired", new TreeMap<>(account.expired()));
        return json;
    }

    private long total(String path) {
        return totals.getOrDefault(path, 0L);
    }

    /** Names at the second level of the paths. */
    private List<String> names(String kind) {
        return totals.keySet().stream()
                .filter(path -> path.startsWith(kind + "/"))
                .map(path -> path.substring(kind.length() + 1, path.indexOf('/', kind.length() + 1)))
                .distinct()
                .toList();
    }

    private Map<String, Long> below(String prefix) {
        Map<String, Long> found = new TreeMap<>();
        totals.tailMap(prefix).entrySet().stream()
                .takeWhile(entry -> entry.getKey().startsWith(prefix))
                .forEach(entry -> found.put(entry.getKey().substring(prefix.length()), entry.getValue()));
        return found;
    }

    private long sumBelow(String prefix) {
        return below(prefix).values().stream().mapToLong(Long::longValue).sum();
    }
}
