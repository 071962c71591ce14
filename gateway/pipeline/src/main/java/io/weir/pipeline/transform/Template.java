package io.weir.pipeline.transform;

import java.util.Optional;
import java.util.regex.Pattern;

/** A name that is made of others: {@code {device}} and {@code {metric}} stand for those of the reading. Immutable. */
record Template(String text) {

    private static final Pattern CAPTURE = Pattern.compile("\\{(device|metric)}");

    /** What is wrong with it. */
    static Optional<String> complaint(String text) {
        String rest = CAPTURE.matcher(text).replaceAll("");
        if (text.isEmpty() || rest.indexOf('{') >= 0 || rest.indexOf('}') >= 0) {
            return Optional.of("is no name; only {device} and {metric} can stand for something");
        }
        return rest.chars().anyMatch(Character::isISOControl)
                ? Optional.of("has a control character")
                : Optional.empty();
    }

    String fill(String device, String metric) {
        StringBuilder name = new StringBuilder(text.length() + device.length() + metric.length());
        int from = 0;
        for (int at = text.indexOf('{'); at >= 0; at = text.indexOf('{', from)) {
            name.append(text, from, at);
            name.append(text.startsWith("{device}", at) ? device : metric);
            from = at + "{device}".length();
        }
        return name.append(text, from, text.length()).toString();
    }
}
