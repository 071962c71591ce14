package io.weir.gateway.config;

import java.util.List;
import java.util.stream.Stream;

/**
 * What the columns of a table may be called.
 *
 * @param naming all of them are needed; their words, joined by a slash, are the name of a row
 * @param values each may be absent, and so may be its word in a row
 * @param most rows
 */
record CsvColumns(List<String> naming, List<String> values, int most) {

    CsvColumns {
        naming = List.copyOf(naming);
        values = List.copyOf(values);
    }

    List<String> all() {
        return Stream.concat(naming.stream(), values.stream()).toList();
    }
}
