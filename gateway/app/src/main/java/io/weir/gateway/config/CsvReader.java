package io.weir.gateway.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import io.weir.device.config.Guess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Reads a table as RFC 4180 writes it, with a line of column names first, into a document whose sections are the rows by
 * their names. An empty word is as good as none. One instance reads one text.
 */
final class CsvReader {

    private static final CsvFactory FACTORY = CsvFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Limits.WORD_CHARACTERS)
                    .maxDocumentLength(Limits.FILE.bytes())
                    .build())
            .build();

    private final JsonParser parser;
    private final CsvColumns columns;
    private final Consumer<Problem> problems;
    private final Map<String, Map<String, String>> rows = new LinkedHashMap<>();
    private final Map<String, Place> places = new HashMap<>();
    private final Map<String, Document.Spot> spots = new HashMap<>();

    private record Cell(String text, Place place) {}

    private CsvReader(JsonParser parser, CsvColumns columns, Consumer<Problem> problems) {
        this.parser = parser;
        this.columns = columns;
        this.problems = problems;
    }

    static Document read(String text, CsvColumns columns, Consumer<Problem> problems) throws UnreadableException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            return new CsvReader(parser, columns, problems).document();
        } catch (StreamConstraintsException e) {
            throw new UnreadableException(
                    "limit", "a word is longer than " + Limits.WORD_CHARACTERS + " characters", place(e));
        } catch (JsonProcessingException e) {
            // The parser's own words repeat what it read.
            throw new UnreadableException("syntax", "this is no CSV: a quote is not closed, or not doubled", place(e));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    private Document document() throws IOException, UnreadableException {
        List<Cell> header = next();
        if (header.isEmpty()) {
            throw new UnreadableException("syntax", "there is nothing to read", Place.NONE);
        }
        checkHeader(header);
        for (List<Cell> row = next(); !row.isEmpty(); row = next()) {
            if (rows.size() == columns.most()) {
                throw new UnreadableException(
                        "range",
                        "more than " + columns.most() + " rows",
                        row.get(0).place());
            }
            row(header, row);
        }
        return new Document(rows, spots);
    }

    /** The next line that is not empty; nothing at the end. */
    private List<Cell> next() throws IOException {
        while (parser.nextToken() == JsonToken.START_ARRAY) {
            List<Cell> cells = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                String text = parser.getText();
                JsonLocation at = parser.currentTokenLocation();
                cells.add(new Cell(text, new Place(at.getLineNr(), at.getColumnNr(), Math.max(1, text.length()))));
            }
            if (cells.size() > 1 || cells.size() == 1 && !cells.get(0).text().isEmpty()) {
                return cells;
            }
        }
        return List.of();
    }

    private void checkHeader(List<Cell> header) throws UnreadableException {
        Map<String, Place> seen = new HashMap<>();
        for (Cell cell : header) {
            Place first = seen.putIfAbsent(cell.text(), cell.place());
            if (first != null) {
                problems.accept(Duplicates.problem(cell.text(), first, cell.place()));
            } else if (!columns.all().contains(cell.text())) {
                unknown(cell);
            }
        }
        List<String> missing = columns.naming().stream()
                .filter(name -> !seen.containsKey(name))
                .toList();
        if (!missing.isEmpty()) {
            throw new UnreadableException(
                    "missing",
                    "the column `" + String.join("` and the column `", missing)
                            + "` is missing; columns are separated by commas",
                    header.get(0).place());
        }
    }

    private void unknown(Cell cell) {
        String guess = Guess.nearest(cell.text(), columns.all());
        String known = guess.isEmpty() ? "; known are " + String.join(", ", columns.all()) : "";
        problems.accept(new Problem(
                "", "", "unknown-column", "unknown column `" + cell.text() + "`" + known, guess, cell.place()));
    }

    private void row(List<Cell> header, List<Cell> cells) {
        Cell first = cells.get(0);
        if (cells.size() != header.size()) {
            String message = "has " + cells.size() + " columns; the first line has " + header.size();
            problems.accept(Problem.ofText("type", message, first.place()));
            return;
        }
        Map<String, Cell> words = new LinkedHashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            words.putIfAbsent(header.get(i).text(), cells.get(i));
        }
        for (String name : columns.naming()) {
            Cell cell = words.getOrDefault(name, first);
            if (cell.text().isEmpty()) {
                problems.accept(Problem.ofText("missing", "the " + name + " of this row is missing", cell.place()));
                return;
            }
        }
        String name = columns.naming().stream()
                .map(part -> words.getOrDefault(part, first).text())
                .collect(Collectors.joining("/"));
        add(name, first.place(), words);
    }

    private void add(String name, Place place, Map<String, Cell> words) {
        Place before = places.putIfAbsent(name, place);
        if (before != null) {
            problems.accept(Duplicates.problem(name, before, place));
            return;
        }
        spots.put(name, new Document.Spot(place, place, "", false, 0));
        Map<String, String> row = new LinkedHashMap<>();
        for (String column : columns.values()) {
            Cell cell = words.get(column);
            if (cell != null && !cell.text().isEmpty()) {
                row.put(column, cell.text());
                spots.put(name + "." + column, new Document.Spot(cell.place(), cell.place(), "", true, 0));
            }
        }
        rows.put(name, row);
    }

    private static Place place(JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        return at == null ? Place.NONE : new Place(at.getLineNr(), at.getColumnNr(), 1);
    }
}
