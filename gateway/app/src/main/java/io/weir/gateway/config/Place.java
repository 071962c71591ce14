package io.weir.gateway.config;

/**
 * Where something stands in a text.
 *
 * @param line from 1; 0 when it stands nowhere, such as what a default filled in
 * @param column in characters, from 1
 * @param length in characters, for the carets below it
 */
public record Place(int line, int column, int length) {

    public static final Place NONE = new Place(0, 0, 0);

    public boolean isKnown() {
        return line > 0;
    }
}
