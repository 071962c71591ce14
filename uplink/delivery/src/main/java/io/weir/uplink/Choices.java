package io.weir.uplink;

import io.weir.device.config.Shape;
import java.util.List;
import java.util.Optional;

/** The shape of a word of which some values are documented but not built yet. */
public final class Choices {

    private static final int MAX_WORD = 64;

    private Choices() {}

    /** One of {@code available}; one of {@code planned} is refused as not available in this version. */
    public static Shape of(List<String> available, List<String> planned) {
        return Shape.text(MAX_WORD, String.join("|", available), word -> complaint(word, available, planned));
    }

    private static Optional<String> complaint(String word, List<String> available, List<String> planned) {
        if (available.contains(word)) {
            return Optional.empty();
        }
        String instead = "; available: " + String.join(", ", available);
        return Optional.of(
                planned.contains(word) ? "is not available in this version" + instead : "is not known" + instead);
    }
}
