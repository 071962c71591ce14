package io.weir.gateway.decode;

import static io.weir.gateway.decode.Decoding.ARRIVAL;
import static io.weir.gateway.decode.Decoding.TOPIC;
import static io.weir.gateway.decode.Decoding.bytes;
import static io.weir.gateway.decode.Decoding.decoder;
import static io.weir.gateway.decode.Decoding.problems;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.device.TopicPattern.Captures;
import io.weir.device.UndecodableException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonDecoderTest {

    private static List<String> decode(Map<String, ?> decode, String json) throws UndecodableException {
        return Decoding.decode(decoder(decode), TOPIC, bytes(json));
    }

    private static void refuses(Map<String, ?> decode, String json, String words) {
        assertThatThrownBy(() -> decode(decode, json))
                .isInstanceOf(UndecodableException.class)
                .hasMessageContaining(words);
    }

    private static final Map<String, ?> MINIMAL = Map.of("format", "json");

    @Test
    void picksTimeValueAndUnitAndTakesTheRestFromTheTopic() throws UndecodableException {
        Map<String, ?> decode = Map.of("format", "json", "time", "$.ts", "value", "$.v", "unit", "$.u");

        assertThat(decode(decode, "{\"ts\":1600000000,\"x\":{\"v\":9},\"v\":21.5,\"u\":\"Cel\"}"))
                .containsExactly("d1 temperature 1600000000000 21.5 Cel");
    }

    @Test
    void formatAloneReadsVAndTAndUWhereTheyAreThere() throws UndecodableException {
        assertThat(decode(MINIMAL, "{\"v\":1}")).containsExactly("d1 temperature " + ARRIVAL + " 1.0");
        assertThat(decode(MINIMAL, "{\"v\":true,\"t\":1600000000,\"u\":\"Cel\"}"))
                .containsExactly("d1 temperature 1600000000000 true Cel");
    }

    @Test
    void aNamedValueWithoutTimeHasItsArrivalTimeWhateverElseIsThere() throws UndecodableException {
        assertThat(decode(Map.of("format", "json", "value", "$.seq", "metric", "seq"), "{\"seq\":7,\"t\":5,\"u\":1}"))
                .containsExactly("d1 seq " + ARRIVAL + " 7.0");
    }

    @Test
    void severalValuesMakeSeveralReadingsOfThoseThatAreThere() throws UndecodableException {
        Map<String, ?> decode = Map.of(
                "format",
                "json",
                "values",
                Map.of("humidity", "$.AM2301.Humidity", "temperature", "$.AM2301.Temperature"));

        assertThat(decode(decode, "{\"AM2301\":{\"Temperature\":20.5,\"Humidity\":41}}"))
                .containsExactly("d1 humidity " + ARRIVAL + " 41.0", "d1 temperature " + ARRIVAL + " 20.5");
        assertThat(decode(decode, "{\"AM2301\":{\"Humidity\":41}}"))
                .containsExactly("d1 humidity " + ARRIVAL + " 41.0");
        refuses(decode, "{\"AM2301\":{}}", "no value at [$.AM2301.Humidity, $.AM2301.Temperature]");
        refuses(decode, "{\"AM2301\":{\"Temperature\":null,\"Humidity\":41}}", "no number, boolean or text");
    }

    @Test
    void picksReachIntoListsAndStrangeNames() throws UndecodableException {
        assertThat(decode(Map.of("format", "json", "value", "$.a[1]['b c'].d"), "{\"a\":[0,{\"b c\":{\"d\":\"on\"}}]}"))
                .containsExactly("d1 temperature " + ARRIVAL + " 'on'");
        assertThat(decode(Map.of("format", "json", "value", "$[2]"), "[1,2,3]"))
                .containsExactly("d1 temperature " + ARRIVAL + " 3.0");
        assertThat(decode(Map.of("format", "json", "value", "$"), " 21.5 "))
                .containsExactly("d1 temperature " + ARRIVAL + " 21.5");
    }

    @Test
    void aListIsDecodedItemByItem() throws UndecodableException {
        assertThat(decode(MINIMAL, "[{\"v\":1,\"t\":1600000000},{\"v\":2,\"t\":1600000001}]"))
                .containsExactly("d1 temperature 1600000000000 1.0", "d1 temperature 1600000001000 2.0");
        refuses(MINIMAL, "[{\"v\":1},{\"w\":2}]", "no value at [$.v]");
        refuses(MINIMAL, "[]", "the list is empty");
    }

    @Test
    void deviceAndMetricCanBeWordsOrPicks() throws UndecodableException {
        Map<String, ?> words = Map.of("format", "json", "value", "$.v", "device", "pump", "metric", "flow");
        Map<String, ?> picks = Map.of("format", "json", "value", "$.v", "device", "$.id", "metric", "$.kind");

        assertThat(decode(words, "{\"v\":1}")).containsExactly("pump flow " + ARRIVAL + " 1.0");
        assertThat(decode(picks, "{\"v\":1,\"id\":17,\"kind\":\"level\"}"))
                .containsExactly("17 level " + ARRIVAL + " 1.0");
        assertThat(decode(picks, "{\"v\":1}")).containsExactly("d1 temperature " + ARRIVAL + " 1.0");
        refuses(picks, "{\"v\":1,\"id\":{}}", "the device at $.id is no text: an object");
    }

    @Test
    void aReadingNeedsADeviceAndAMetric() {
        assertThatThrownBy(() -> Decoding.decode(decoder(MINIMAL), Captures.NONE, bytes("{\"v\":1}")))
                .hasMessageContaining("no device");
        assertThatThrownBy(() -> Decoding.decode(decoder(MINIMAL), new Captures("d", ""), bytes("{\"v\":1}")))
                .hasMessageContaining("no metric");
        assertThatThrownBy(() -> Decoding.decode(decoder(MINIMAL), new Captures("a\nb", "m"), bytes("{\"v\":1}")))
                .isInstanceOf(UndecodableException.class)
                .hasMessageContaining("control character");
        refuses(MINIMAL, "{\"v\":1,\"u\":\"" + "x".repeat(64) + "\"}", "a unit has at most 63");
    }

    @ParameterizedTest
    @CsvSource({
        "1600000000, 1600000000000",
        "1600000000.25, 1600000000250",
        "1600000000123, 1600000000123",
        "1600000000123456, 1600000000123",
        "-86400, -86400000",
        "0, 0",
        "'\"1600000000\"', 1600000000000",
        "'\"1600000000123\"', 1600000000123",
        "'\"2020-09-13T12:26:40Z\"', 1600000000000",
        "'\"2020-09-13T12:26:40.123456Z\"', 1600000000123",
        "'\"2020-09-13T14:26:40+02:00\"', 1600000000000",
        "'\"2020-09-13T14:26:40+0200\"', 1600000000000",
        "'\"2020-09-13t12:26:40z\"', 1600000000000",
        "'\"2020-09-13 12:26:40\"', 1600000000000",
        "'\"2020-09-13T12:26\"', 1599999960000",
        "'\"1969-12-31T23:59:59.999Z\"', -1"
    })
    void timesAreIsoOrEpochByMagnitude(String written, long millis) throws UndecodableException {
        assertThat(decode(MINIMAL, "{\"v\":1,\"t\":" + written + "}"))
                .containsExactly("d1 temperature " + millis + " 1.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "{}",
                "\"\"",
                "\"yesterday\"",
                "1e300",
                "1600000000123456789",
                "\"NaN\"",
                "\"Infinity\"",
                "\"2020-13-45T00:00:00Z\"",
                "\"2020-09-13\"",
                "\"+999999999-01-01T00:00:00Z\"",
                "-7e13"
            })
    void aTimeThatIsThereButWrongRejects(String written) {
        refuses(MINIMAL, "{\"v\":1,\"t\":" + written + "}", "time at $.t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "[]", "[1]", "1e999", "-1e999"})
    void aValueThatIsNoNumberBooleanOrTextRejects(String written) {
        refuses(MINIMAL, "{\"v\":" + written + "}", "the value at $.v is no number, boolean or text");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "nonsense",
                "{\"v\":1}}",
                "{\"v\":1} 2",
                "{\"v\":NaN}",
                "{'v':1}",
                "{\"v\":01}",
                "{\"v\":1,}",
                "{\"v\":1/*x*/}",
                "\u0000"
            })
    void whatIsNotOneJsonDocumentIsRefused(String json) {
        assertThatThrownBy(() -> decode(MINIMAL, json)).isInstanceOf(UndecodableException.class);
    }

    @Test
    void boundsHold() {
        refuses(MINIMAL, "{\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + ",\"v\":1}", "beyond the bounds");
        refuses(MINIMAL, "{\"v\":\"" + "x".repeat(70_000) + "\"}", "beyond the bounds");
        refuses(MINIMAL, "{\"v\":" + "1".repeat(200) + "}", "beyond the bounds");
        refuses(MINIMAL, "[" + "{\"v\":1},".repeat(10_000) + "{\"v\":1}]", "more than 10000 readings");
    }

    @Test
    void aMessageShowsAtMostFortyCharactersOfAPayload() {
        String secret = "s".repeat(39) + "topsecret";

        for (String json : List.of("{\"v\":1,\"t\":\"" + secret + "\"}", "{\"v\":" + secret + "}", secret)) {
            assertThatThrownBy(() -> decode(MINIMAL, json))
                    .isInstanceOf(UndecodableException.class)
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("topsecret"));
        }
    }

    @Test
    void mistakesOfTheSectionAreReported() {
        assertThat(problems(Map.of("format", "json", "value", "v")))
                .singleElement()
                .asString()
                .contains("decode.value type", "must begin with $");
        assertThat(problems(Map.of("format", "json", "value", "$.a[*]"))).hasSize(1);
        assertThat(problems(Map.of("format", "json", "value", "$.v", "values", Map.of("a", "$.a"))))
                .singleElement()
                .asString()
                .contains("decode.value conflict");
        assertThat(problems(Map.of("format", "text", "value", "$.v")))
                .singleElement()
                .asString()
                .contains("decode.format not-available: the format text is not available in this version");
        assertThat(problems(Map.of("format", "jsn"))).singleElement().asString().contains("unknown-format");
    }
}
