package io.weir.buffer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Has the owner of the streams condense what a rewriting thins, and looks that the answer is one. */
record Condensing(Retain retain, Choice choice) {
    /** What stands for the entries that are thinned, by offset. */
    Map<Long, LogRecord> of(List<LogRecord> entries) {
        Map<Integer, List<LogRecord>> runs = new TreeMap<>();
        for (LogRecord entry : entries) {
            boolean stays =
                    choice.verdict(entry.stream(), entry.offset().value()).isEmpty();
            if (stays && choice.thinned().contains(entry.stream())) {
                runs.computeIfAbsent(entry.stream(), s -> new ArrayList<>()).add(entry);
            }
        }
        Map<Long, LogRecord> condensed = new HashMap<>();
        runs.forEach((stream, run) -> {
            List<LogRecord> fewer = retain.thin(stream, Collections.unmodifiableList(run), choice.level());
            requireFrom(run, fewer, stream);
            fewer.forEach(entry -> condensed.put(entry.offset().value(), entry));
        });
        return condensed;
    }

    /** A condensed record must stand where one of the run stood. */
    private static void requireFrom(List<LogRecord> run, List<LogRecord> fewer, int stream) {
        int at = 0;
        for (LogRecord entry : fewer) {
            while (at < run.size()
                    && run.get(at).offset().value() < entry.offset().value()) {
                at++;
            }
            if (at == run.size() || !run.get(at).offset().equals(entry.offset()) || entry.stream() != stream) {
                throw new IllegalStateException("Thinning stream " + stream + " answered a record at " + entry.offset()
                        + " where there was none, or twice, or not in order");
            }
            at++;
        }
    }
}
