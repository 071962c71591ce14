package io.weir.gateway.dryrun;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.device.config.Settings;
import io.weir.gateway.config.Json;
import io.weir.pipeline.PipelineSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Runs tests of pipelines. One thread. */
public final class CaseRun {

    /** How far a number may be from the expected one, as a part of it: what people write has few digits. */
    private static final double TOLERANCE = 1e-9;

    private static final ObjectMapper JSON = new ObjectMapper();

    private CaseRun() {}

    /** What is wrong, as lines for people; empty when all is as expected. */
    public static List<String> complaints(Case test, PipelineSpec pipeline) {
        List<String> got = new ArrayList<>();
        RecordText text = new RecordText();
        DryRun run = new DryRun(List.of(pipeline), (stream, item) -> got.add(text.of(stream, item)));
        ReadingLines lines =
                new ReadingLines(ReadingLines.Source.of(pipeline.from().get(0)));
        for (String line : test.given()) {
            try {
                run.take(lines.read(line));
            } catch (BadLineException e) {
                return List.of("given    " + line, e.getMessage() + "");
            }
        }
        return fits(test.expect(), got) ? List.of() : told(test, got, run);
    }

    private static List<String> told(Case test, List<String> got, DryRun run) {
        List<String> told = new ArrayList<>();
        test.given().forEach(line -> told.add("given    " + line));
        test.expect().forEach(one -> told.add("expected " + Json.write(one.tree())));
        got.forEach(line -> told.add("got      " + line));
        if (got.isEmpty()) {
            told.add("got      nothing");
        }
        told.addAll(CountTable.lines(run.counts()));
        return told;
    }

    private static boolean fits(List<Settings> expect, List<String> got) {
        boolean fits = expect.size() == got.size();
        for (int i = 0; i < got.size() && fits; i++) {
            JsonNode record = tree(got.get(i));
            Settings one = expect.get(i);
            fits = one.keys().stream().allMatch(key -> fits(one.text(key), record.path(key)));
        }
        return fits;
    }

    private static boolean fits(String wanted, JsonNode found) {
        if (found.isNumber()) {
            return CaseFile.typed(wanted) instanceof Double number
                    && Math.abs(number - found.doubleValue()) <= TOLERANCE * Math.abs(number);
        }
        OptionalLong time = RunTime.millis(wanted);
        return found.asText().equals(wanted)
                || time.isPresent() && RunTime.millis(found.asText()).equals(time);
    }

    private static JsonNode tree(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("our own line is no JSON: " + line, e);
        }
    }
}
