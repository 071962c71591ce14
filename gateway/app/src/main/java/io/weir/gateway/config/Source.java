package io.weir.gateway.config;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A text as it is shown beside its problems.
 *
 * @param name as the user knows it: {@code weir.yaml}
 * @param hidden places that look like secrets in clear: they are shown as asterisks
 */
public record Source(String name, List<String> lines, List<Place> hidden) {

    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/@\\s]*(?=@)");

    public Source {
        lines = List.copyOf(lines);
        hidden = List.copyOf(hidden);
    }

    /** One line, from 1, with what must not be seen covered; empty when there is no such line. */
    String line(int number) {
        if (number < 1 || number > lines.size()) {
            return "";
        }
        String line = lines.get(number - 1);
        for (Place place : hidden) {
            if (place.line() == number && place.column() <= line.length()) {
                int from = place.column() - 1;
                int to = Math.min(line.length(), from + place.length());
                line = line.substring(0, from) + "*".repeat(to - from) + line.substring(to);
            }
        }
        return USER_INFO
                .matcher(line)
                .replaceAll(found -> "*".repeat(found.group().length()));
    }
}
