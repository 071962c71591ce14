package io.weir.pipeline.window;

import java.util.Optional;

/** An aggregate that a window can emit. */
enum Figure {
    COUNT("count"),
    MEAN("mean"),
    MIN("min"),
    MAX("max");

    private final String word;

    Figure(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    double of(Sum sum) {
        return switch (this) {
            case COUNT -> sum.count();
            case MEAN -> sum.total() / sum.count();
            case MIN -> sum.min();
            case MAX -> sum.max();
        };
    }

    static Optional<Figure> ofWord(String word) {
        for (Figure figure : values()) {
            if (figure.word.equals(word)) {
                return Optional.of(figure);
            }
        }
        return Optional.empty();
    }
}
