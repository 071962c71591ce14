package io.weir.gateway.config;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Puts rows in the place of {@code table: {file: devices.csv}}. From then on they are like any others: what reads the
 * configuration, logs it or replays by it does not know of the file. Only for the gateway's own file; a document from afar
 * could read any. Used once, by one thread.
 */
final class TableFiles {

    /** What such a file may be called. */
    static final String NAME = ".+\\.(csv|json)";

    private static final Pattern NAMES = Pattern.compile(NAME, Pattern.DOTALL);
    private static final List<String> KEYS = List.of("device", "metric", "device/metric");
    private static final int MOST_ROWS = 50_000;
    private static final int MOST_PROBLEMS = 100;

    private final Path folder;
    private final Consumer<Problem> problems;
    private int rows;

    /** @param folder of the configuration */
    TableFiles(Path folder, Consumer<Problem> problems) {
        this.folder = folder;
        this.problems = problems;
    }

    Document fill(Document document) {
        return new LookupTables((lookup, name, path) -> rows(new Reference(document, path), lookup, name))
                .replacedIn(document);
    }

    /** The document without such tables: each is a problem. */
    static Document refuse(Document document, Consumer<Problem> problems) {
        return new LookupTables((lookup, name, path) -> {
                    problems.accept(new Reference(document, path)
                            .problem(
                                    "protected",
                                    "a document may not refer to the file of a table; it carries the rows themselves",
                                    ""));
                    return Map.of();
                })
                .replacedIn(document);
    }

    /** Where a file is named. */
    private record Reference(Document document, String table) {

        Problem problem(String code, String message, String suggestion) {
            String path = table + ".file";
            return new Problem(path, document.pointer(path), code, message, suggestion, document.place(path, code));
        }
    }

    private Map<String, ?> rows(Reference reference, Map<?, ?> lookup, String name) {
        String key = lookup.get("key") instanceof String word ? word : KEYS.get(0);
        if (lookup.get("table") instanceof Map<?, ?> table && table.size() > 1) {
            problems.accept(reference.problem("conflict", "a table is a file or rows, not both", ""));
        } else if (!NAMES.matcher(name).matches()) {
            problems.accept(reference.problem(
                    "type", "the file of a table is called NAME.csv or NAME.json: `" + name + "`", ""));
        } else if (KEYS.contains(key)) {
            return rows(reference, name, key);
        }
        return Map.of();
    }

    private Map<String, ?> rows(Reference reference, String name, String key) {
        try {
            TableFile file = TableFile.read(name, References.bytes(folder, name), key);
            if (file.problems().isEmpty()) {
                return counted(reference, file.rows());
            }
            report(reference, name, file.problems());
        } catch (IOException | InvalidPathException e) {
            String words = "this table cannot be read, and is at each start: " + e.getMessage();
            problems.accept(reference.problem("table", words, ""));
        }
        return Map.of();
    }

    private Map<String, ?> counted(Reference reference, Map<String, ?> found) {
        rows += found.size();
        if (rows <= MOST_ROWS) {
            return found;
        }
        problems.accept(reference.problem(
                "range", "with this one the files of tables hold " + rows + " rows; at most " + MOST_ROWS, ""));
        return Map.of();
    }

    private void report(Reference reference, String name, List<Problem> found) {
        for (Problem problem : found.subList(0, Math.min(found.size(), MOST_PROBLEMS))) {
            String row = problem.path().replaceFirst("^table\\.?", "");
            String where = problem.place().isKnown() ? name + ":" + problem.line() + ":" + problem.column() : name;
            String message = where + ": " + problem.message() + (row.isEmpty() ? "" : " (" + row + ")");
            problems.accept(reference.problem(problem.code(), message, problem.suggestion()));
        }
        if (found.size() > MOST_PROBLEMS) {
            int more = found.size() - MOST_PROBLEMS;
            problems.accept(reference.problem("table", name + ": " + more + " more problems", ""));
        }
    }
}
