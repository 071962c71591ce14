package io.weir.device.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.ByteSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BinderTest {

    private static final ObjectShape BATCH = ObjectShape.of(
            Key.defaulted("max-records", Shape.whole(1, 10_000), "500", "records in a batch"),
            Key.defaulted("max-wait", Shape.span(Duration.ZERO, Duration.ofHours(1)), "5s", "how long to wait"),
            Key.defaulted("max-bytes", Shape.size(new ByteSize(1), ByteSize.ofMebibytes(64)), "1MiB", "bytes"));
    private static final ObjectShape TOP = ObjectShape.of(
            Key.required("url", Shape.uri("http", "https"), "where to"),
            Key.defaulted("batch", BATCH, "", "batching"),
            Key.optional("password", Shape.secret(), "for the server"),
            Key.optional("streams", Shape.listOf(Shape.text()), "what to send"),
            Key.optional("exactly-once", Shape.notYet("exactly-once"), "later"));

    private final List<String> reports = new ArrayList<>();

    private Settings bind(Map<String, ?> tree) {
        Problems problems = (path, code, message, guess) -> reports.add(path + " " + code + " " + guess);
        return new Binder(problems, Binder.Secrets.NONE).section(TOP, tree, "");
    }

    @Test
    void absentKeysTakeTheirDefaultsAlsoInsideSections() {
        Settings settings = bind(Map.of("url", "http://h/"));

        assertThat(reports).isEmpty();
        assertThat(settings.section("batch").whole("max-records")).isEqualTo(500);
        assertThat(settings.section("batch").span("max-wait")).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void everyMistakeIsReportedAtOnceWithItsPlaceAndAGuess() {
        bind(Map.of(
                "url", "ftp://h",
                "passwort", "x",
                "password", "in clear",
                "batch", Map.of("max-wait", "5", "max-bytes", "99GiB", "max-recrods", "1"),
                "exactly-once", true));

        assertThat(reports)
                .containsExactlyInAnyOrder(
                        "url type ",
                        "passwort unknown-key password",
                        "password secret ",
                        "batch.max-wait type 5s",
                        "batch.max-bytes range ",
                        "batch.max-recrods unknown-key max-records",
                        "exactly-once not-available ");
    }

    @Test
    void oneItemMayStandForAListOfOne() {
        assertThat(bind(Map.of("url", "http://h/", "streams", "raw")).texts("streams"))
                .containsExactly("raw");
    }

    @Test
    void anUnknownTypeIsReportedAtTheWordItself() {
        Shape typed = new Shape.Typed("type", Map.of("mqtt", ObjectShape.of(), "coap", ObjectShape.of()));
        ObjectShape top = ObjectShape.of(Key.required("field", typed, "an adapter"));
        Problems problems = (path, code, message, guess) -> reports.add(path + " " + code + " " + guess);

        new Binder(problems, Binder.Secrets.NONE).section(top, Map.of("field", Map.of("type", "mqqt")), "");

        assertThat(reports).containsExactly("field.type unknown-type mqtt");
    }

    @Test
    void anEmptyWordIsAMistakeButAnEmptySectionOrListIsEmpty() {
        ObjectShape top = ObjectShape.of(
                Key.required("url", Shape.text(), "where to"),
                Key.required("batch", BATCH, "batching"),
                Key.required("steps", new Shape.ListOf(Shape.text(), 0, 9), "steps"));
        Map<String, Object> tree = new HashMap<>();
        tree.put("url", null);
        tree.put("batch", null);
        tree.put("steps", null);
        Problems problems = (path, code, message, guess) -> reports.add(path + " " + message);

        Settings settings = new Binder(problems, Binder.Secrets.NONE).section(top, tree, "");

        assertThat(reports).containsExactly("url expected text, found nothing");
        assertThat(settings.texts("steps")).isEmpty();
        assertThat(settings.section("batch").whole("max-records")).isEqualTo(500);
    }

    @Test
    void aMessageNeverRepeatsThePasswordOfAUri() {
        List<String> messages = new ArrayList<>();
        Problems problems = (path, code, message, guess) -> messages.add(message + guess);

        new Binder(problems, Binder.Secrets.NONE).section(TOP, Map.of("url", "http://joe:canary@h/"), "");

        assertThat(messages).singleElement().asString().contains("***").doesNotContain("canary");
    }

    @Test
    void theTreeOfASectionReadsBackToAnEqualSection() {
        Settings settings = bind(Map.of(
                "url",
                "http://h/",
                "streams",
                List.of("a", "b"),
                "batch",
                Map.of("max-wait", "90s", "max-bytes", "1536KiB")));

        assertThat(settings.section("batch").tree())
                .isEqualTo(Map.of("max-wait", "90s", "max-bytes", "1536KiB", "max-records", 500L));
        assertThat(bind(settings.tree())).isEqualTo(settings);
    }
}
