package io.weir.gateway.dryrun;

import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Problems;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import io.weir.gateway.config.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Tests of pipelines in a file of their own. */
public final class CaseFile {

    private static final int MOST_CASES = 1_000;
    private static final int MOST_READINGS = 10_000;
    private static final Pattern NUMBER = Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?");

    private CaseFile() {}

    /** What the file may hold. */
    public static ObjectShape shape() {
        Shape given = ObjectShape.of(
                Key.defaulted("device", Shape.text(), "d1", "which device measured"),
                Key.optional("metric", Shape.text(), "what it measured"),
                Key.optional("t", Shape.text(), "when: ISO 8601, or a length of time since the test began: 10s"),
                Key.optional("v", Shape.text(), "the value: a number, true, false, or a text"),
                Key.optional("text", Shape.text(), "the value, when it is a text that looks like a number"),
                Key.optional("u", Shape.text(), "its unit"),
                Key.optional("q", Shape.choice("good", "uncertain", "bad"), "its quality"),
                Key.optional("arrival", Shape.text(), "when it came in, as t; without it when it was measured"),
                Key.optional("adapter", Shape.text(), "where it came in; without it by what the pipeline reads first"),
                Key.optional("input", Shape.text(), "the same for an adapter with inputs"),
                Key.optional("tick", Shape.text(), "instead of all these: the gateway's clock shows this, as t"));
        ObjectShape one = ObjectShape.of(
                Key.required("name", Shape.text(), "what is shown, as a sentence"),
                Key.required("pipeline", Shape.text(), "which pipeline is tested"),
                Key.required("given", new Shape.ListOf(given, 1, MOST_READINGS), "readings and ticks in their order"),
                Key.required(
                        "expect",
                        new Shape.ListOf(Shape.mapOfFreeNames(Shape.text()), 0, MOST_READINGS),
                        "the records that come out, in their order: what is certain of each"));
        return ObjectShape.of(Key.required("tests", new Shape.ListOf(one, 1, MOST_CASES), "the tests"));
    }

    /** The tests of a file that fits {@link #shape}. */
    public static List<Case> cases(Settings file, Problems problems) {
        List<Case> cases = new ArrayList<>();
        for (Settings one : file.sections("tests")) {
            List<String> given = new ArrayList<>();
            one.sections("given").forEach(each -> given.add(line(each, problems)));
            cases.add(new Case(one.text("name"), one.text("pipeline"), given, one.sections("expect"), one));
        }
        return cases;
    }

    private static String line(Settings given, Problems problems) {
        Map<String, Object> line = new LinkedHashMap<>();
        if (given.has("tick")) {
            line.put("tick", time(given, "tick", problems));
            return Json.write(line);
        }
        for (String key : List.of("device", "metric", "u", "q", "adapter", "input")) {
            given.optionalText(key).ifPresent(text -> line.put(key, text));
        }
        for (String key : List.of("t", "arrival")) {
            if (given.has(key)) {
                line.put(key, time(given, key, problems));
            }
        }
        given.optionalText("v").ifPresent(text -> line.put("v", typed(text)));
        given.optionalText("text").ifPresent(text -> line.put("v", text));
        return Json.write(line);
    }

    private static String time(Settings given, String key, Problems problems) {
        String text = given.text(key);
        if (RunTime.millis(text).isEmpty()) {
            problems.report(given.path(key), "type", "`" + text + "` is no time; ISO 8601 or a length of time as 10s");
        }
        return RunTime.millis(text).stream().mapToObj(RunTime::iso).findFirst().orElse(text);
    }

    /** As YAML would. */
    static Object typed(String text) {
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        return NUMBER.matcher(text).matches() ? (Object) Double.valueOf(text) : text;
    }
}
