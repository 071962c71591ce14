package io.weir.gateway.config;

import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Shape;
import io.weir.pipeline.lookup.Lookups;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rows of a table that stands in a file of its own, held against what a table may hold.
 *
 * @param rows complete only when there are no problems
 * @param problems with their places in that file; their paths begin with the name of a row
 */
record TableFile(Map<String, ?> rows, List<Problem> problems) {

    private static final String TABLE = "table";
    private static final Shape.Table SHAPE = Lookups.table();
    private static final ObjectShape WHOLE = ObjectShape.of(Key.required(TABLE, SHAPE, "the rows"));

    /** @param key what a row is found by: {@code device}, {@code metric}, {@code device/metric} */
    static TableFile read(String name, byte[] bytes, String key) {
        Reading reading = new Reading(name);
        Optional<Document> document = name.endsWith(".csv")
                ? reading.csv(bytes, Limits.FILE, columns(key))
                : reading.document(bytes, Limits.FILE, Variables::asWritten);
        List<Problem> problems = new ArrayList<>(reading.problems());
        if (document.isEmpty()) {
            return new TableFile(Map.of(), problems);
        }
        Document table = below(document.get());
        problems.addAll(ConfigReader.Bound.of(WHOLE, table).problems());
        problems.addAll(unnamed(table, document.get().tree(), key));
        return new TableFile(document.get().tree(), problems);
    }

    private static CsvColumns columns(String key) {
        List<String> values = ((ObjectShape) SHAPE.rows().item())
                .keys().stream().map(Key::name).toList();
        return new CsvColumns(List.of(key.split("/")), values, SHAPE.rows().max());
    }

    /** The same as one section of a larger document. */
    private static Document below(Document rows) {
        Map<String, Document.Spot> spots = new HashMap<>();
        spots.put(TABLE, new Document.Spot(Place.NONE, new Place(1, 1, 1), "", false, 0));
        rows.spots().forEach((path, spot) -> spots.put(TABLE + "." + path, spot));
        return new Document(Map.of(TABLE, rows.tree()), spots);
    }

    private static List<Problem> unnamed(Document table, Map<String, ?> rows, String key) {
        if (!key.contains("/")) {
            return List.of();
        }
        Collected problems = new Collected(table);
        rows.keySet().stream()
                .filter(name -> !name.contains("/"))
                .forEach(name -> problems.report(TABLE + "." + name, "conflict", name + " names no " + key));
        return problems.all();
    }
}
