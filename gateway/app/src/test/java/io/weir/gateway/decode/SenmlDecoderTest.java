package io.weir.gateway.decode;

import static io.weir.gateway.decode.Decoding.ARRIVAL;
import static io.weir.gateway.decode.Decoding.bytes;
import static io.weir.gateway.decode.Decoding.decoder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.device.TopicPattern.Captures;
import io.weir.device.UndecodableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SenmlDecoderTest {

    private static final Map<String, ?> SENML = Map.of("format", "senml");
    /** Makes the whole name of a record its device, so that it can be compared. */
    private static final Map<String, ?> WHOLE_NAME = Map.of("format", "senml", "metric", "m");

    private static List<String> decode(Map<String, ?> decode, Captures captures, ByteBuffer payload)
            throws UndecodableException {
        return Decoding.decode(decoder(decode), captures, payload);
    }

    private static List<String> decode(Captures captures, String json) throws UndecodableException {
        return decode(SENML, captures, bytes(json));
    }

    private static ByteBuffer example(String file) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(SenmlDecoderTest.class.getResourceAsStream("senml/" + file), file)) {
            return ByteBuffer.wrap(in.readAllBytes());
        }
    }

    /** The RFC's resolved pack in the form of {@link Decoding#shown}; absent times are the arrival's. */
    private static List<String> resolved(String file, boolean relativeTimes) throws IOException {
        List<String> lines = new ArrayList<>();
        for (JsonNode item : new ObjectMapper().readTree(example(file).array())) {
            String value = item.has("v")
                    ? String.valueOf(item.get("v").asDouble())
                    : item.has("vs")
                            ? "'" + item.get("vs").asText() + "'"
                            : item.get("vb").asText();
            long time = relativeTimes ? ARRIVAL : Math.round(item.get("t").asDouble() * 1000);
            lines.add(item.get("n").asText() + " m " + time + " " + value
                    + (item.has("u") ? " " + item.get("u").asText() : ""));
        }
        return lines;
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6})
    void resolvesTheExamplesOfTheRfcWithAbsoluteTimes(int number) throws IOException, UndecodableException {
        assertThat(decode(WHOLE_NAME, Captures.NONE, example("ex" + number + ".gen.json")))
                .isEqualTo(resolved("ex" + number + ".gen.resolved.json", false));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void resolvesTheExamplesOfTheRfcWithoutTime(int number) throws IOException, UndecodableException {
        assertThat(decode(WHOLE_NAME, Captures.NONE, example("ex" + number + ".gen.json")))
                .isEqualTo(resolved("ex" + number + ".gen.resolved.json", true));
    }

    @Test
    void keepsADataValueAsTextWhichTheRfcsResolverLeavesOut() throws IOException, UndecodableException {
        List<String> expected = new ArrayList<>(resolved("ex7.gen.resolved.json", true));
        expected.add("urn:dev:ow:10e2073a01080063:nfv-reader m " + ARRIVAL + " 'aGkgCg'");

        assertThat(decode(WHOLE_NAME, Captures.NONE, example("ex7.gen.json"))).isEqualTo(expected);
    }

    @Test
    void readsTheSameFromCbor() throws IOException, UndecodableException {
        assertThat(decode(WHOLE_NAME, Captures.NONE, example("ex3.gen.cbor")))
                .isEqualTo(resolved("ex3.gen.resolved.json", false));
    }

    @Test
    void bytesInCborBecomeBase64Url() throws UndecodableException {
        byte[] pack = {(byte) 0x81, (byte) 0xa2, 0x00, 0x63, 'a', '/', 'b', 0x08, 0x43, 'h', 'i', (byte) 0xff};

        assertThat(decode(SENML, Captures.NONE, ByteBuffer.wrap(pack))).containsExactly("a b " + ARRIVAL + " 'aGn_'");
    }

    @Test
    void splitsANameAtItsLastSeparator() throws UndecodableException {
        assertThat(decode(
                        Captures.NONE,
                        "[{\"bn\":\"urn:dev:ow:1:\",\"n\":\"volt\",\"v\":1},{\"bn\":\"a/b/\",\"n\":\"c\",\"v\":2}]"))
                .containsExactly("urn:dev:ow:1 volt " + ARRIVAL + " 1.0", "a/b c " + ARRIVAL + " 2.0");
    }

    @Test
    void aCapturedDeviceLeavesTheNameToTheMetric() throws UndecodableException {
        Captures d1 = new Captures("d1", "");

        assertThat(
                        decode(
                                d1,
                                "[{\"n\":\"temp\",\"v\":1},{\"bn\":\"d1/\",\"n\":\"hum\",\"v\":2},{\"bn\":\"d10:\",\"n\":\"x\",\"v\":3}]"))
                .containsExactly(
                        "d1 temp " + ARRIVAL + " 1.0", "d1 hum " + ARRIVAL + " 2.0", "d1 d10:x " + ARRIVAL + " 3.0");
        assertThat(decode(new Captures("d1", "temp"), "[{\"v\":1}]")).containsExactly("d1 temp " + ARRIVAL + " 1.0");
    }

    @Test
    void aNameThatSaysTooLittleIsRefused() {
        assertThatThrownBy(() -> decode(Captures.NONE, "[{\"n\":\"temp\",\"v\":1}]"))
                .hasMessageContaining("cannot be split");
        assertThatThrownBy(() -> decode(new Captures("d", ""), "[{\"v\":1}]")).hasMessageContaining("no metric");
    }

    @Test
    void smallTimesAreRelativeToTheArrival() throws UndecodableException {
        assertThat(
                        decode(
                                Captures.NONE,
                                "[{\"bn\":\"a/\",\"n\":\"x\",\"t\":-5.5,\"v\":1},{\"n\":\"x\",\"t\":268435455,\"v\":2},{\"n\":\"x\",\"t\":268435456,\"v\":3}]"))
                .containsExactly(
                        "a x " + (ARRIVAL - 5_500) + " 1.0",
                        "a x " + (ARRIVAL + 268_435_455_000L) + " 2.0",
                        "a x 268435456000 3.0");
    }

    @Test
    void baseValueAndBaseSumAreAdded() throws UndecodableException {
        assertThat(
                        decode(
                                Captures.NONE,
                                "[{\"bn\":\"a/\",\"bv\":100,\"bs\":10,\"bu\":\"W\"},{\"n\":\"p\",\"v\":1.5,\"s\":2},{\"n\":\"q\",\"s\":3}]"))
                .containsExactly(
                        "a p " + ARRIVAL + " 101.5 W",
                        "a p-sum " + ARRIVAL + " 12.0 W.s",
                        "a q-sum " + ARRIVAL + " 13.0 W.s");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "[1]",
                "[{\"n\":\"a/b\"}]",
                "[{\"n\":\"a/b\",\"v\":1,\"vb\":true}]",
                "[{\"n\":\"a/b\",\"v\":\"1\"}]",
                "[{\"n\":\"a/b\",\"v\":null}]",
                "[{\"n\":\"a/b\",\"v\":1e999}]",
                "[{\"n\":5,\"v\":1}]",
                "[{\"n\":\"a/b\",\"v\":1,\"t\":\"now\"}]",
                "[{\"n\":\"a/b\",\"v\":1,\"t\":1e300}]",
                "[{\"bver\":11,\"n\":\"a/b\",\"v\":1}]",
                "[{\"n\":\"a/b\",\"v\":1,\"foo_\":1}]",
                "[{\"n\":\"a/b\",\"v\":1}]]",
                "[{\"n\":\"a/b\",\"v\":1}",
                "[{\"n\":\"a/b\",\"v\":1,\"t\":{\"x\":[1]}}]"
            })
    void whatBreaksTheRfcIsRefused(String json) {
        assertThatThrownBy(() -> decode(Captures.NONE, json)).isInstanceOf(UndecodableException.class);
    }

    @Test
    void unknownFieldsAreSkipped() throws UndecodableException {
        assertThat(decode(Captures.NONE, "[{\"n\":\"a/b\",\"v\":1,\"ut\":5,\"foo\":{\"v\":[2]}}]"))
                .containsExactly("a b " + ARRIVAL + " 1.0");
    }
}
