package io.weir.gateway.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Finds what must not be shown when a line of a configuration is. */
final class Secrecy {

    private static final Pattern NAME =
            Pattern.compile("(?i)(.*[.\\]])?[^.]*(passw|passphrase|pwd|secret|token|psk|credential)[^.]*");

    private Secrecy() {}

    /** The places of words whose key sounds like a secret; references below it are no such words. */
    static List<Place> suspects(Document document) {
        List<Place> places = new ArrayList<>();
        for (Map.Entry<String, Document.Spot> entry : document.spots().entrySet()) {
            if (entry.getValue().isWord() && NAME.matcher(entry.getKey()).matches()) {
                places.add(entry.getValue().value());
            }
        }
        return places;
    }

    /** The source with literal secrets hidden too, now that the check has found them. */
    static Source hide(Source source, List<Problem> problems) {
        List<Place> hidden = new ArrayList<>(source.hidden());
        problems.stream()
                .filter(problem -> problem.code().equals("secret"))
                .map(Problem::place)
                .forEach(hidden::add);
        return new Source(source.name(), source.lines(), hidden);
    }
}
