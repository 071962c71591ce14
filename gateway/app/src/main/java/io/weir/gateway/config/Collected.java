package io.weir.gateway.config;

import io.weir.device.config.Problems;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gives problems their places in a document. Used by one thread. */
final class Collected implements Problems {

    private static final Comparator<Problem> BY_PLACE = Comparator.comparingInt(Problem::line)
            .thenComparingInt(Problem::column)
            .thenComparing(Problem::path);

    private final Document document;
    private final List<Problem> problems = new ArrayList<>();

    Collected(Document document) {
        this.document = document;
    }

    @Override
    public void report(String path, String code, String message, String suggestion) {
        problems.add(new Problem(path, document.pointer(path), code, message, suggestion, document.place(path, code)));
    }

    @Override
    public void reportPart(String path, int from, int length, String code, String message, String suggestion) {
        Place place = document.part(path, from, length);
        problems.add(new Problem(path, document.pointer(path), code, message, suggestion, place));
    }

    /** True when nothing at this path or below it was reported. */
    boolean isClean(String path) {
        return problems.stream()
                .map(Problem::path)
                .noneMatch(found -> found.equals(path) || found.startsWith(path + ".") || found.startsWith(path + "["));
    }

    /** In the order of the text; the same said twice is said once. */
    List<Problem> all() {
        return problems.stream().distinct().sorted(BY_PLACE).toList();
    }
}
