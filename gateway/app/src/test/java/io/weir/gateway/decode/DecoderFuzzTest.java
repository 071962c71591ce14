package io.weir.gateway.decode;

import static io.weir.gateway.decode.Decoding.ARRIVAL;
import static io.weir.gateway.decode.Decoding.TOPIC;
import static io.weir.gateway.decode.Decoding.decoder;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.Decoder;
import io.weir.device.UndecodableException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes, a decoder gives readings or an {@link UndecodableException}, and nothing else. */
class DecoderFuzzTest {

    private static final List<Decoder> DECODERS = List.of(
            decoder(Map.of("format", "json")),
            decoder(Map.of("format", "json", "time", "$.a[0]", "values", Map.of("x", "$.a[1].b", "y", "$['c d']"))),
            decoder(Map.of("format", "json", "value", "$", "device", "$.d")),
            decoder(Map.of("format", "senml")));

    private static final List<byte[]> SEEDS = List.of(
            text("{\"v\":21.5,\"t\":1600000000,\"u\":\"Cel\"}"),
            text("[{\"v\":1e3,\"t\":\"2020-09-13T12:26:40Z\"},{\"v\":true},{\"v\":\"on\\u00e9\"}]"),
            text("{\"a\":[1600000000123,{\"b\":-0.5}],\"c d\":7,\"d\":\"x\"}"),
            text(
                    "[{\"bn\":\"urn:dev:ow:1:\",\"bt\":1.27e9,\"bu\":\"A\",\"bver\":5,\"n\":\"v\",\"v\":1},{\"t\":-5,\"s\":2}]"),
            new byte[] {
                (byte) 0x82,
                (byte) 0xa3,
                0x21,
                0x63,
                'a',
                '/',
                'b',
                0x22,
                0x1a,
                0x4c,
                0x13,
                0x2f,
                0x00,
                0x02,
                (byte) 0xfb,
                0x40,
                0x5e,
                0x06,
                0x66,
                0x66,
                0x66,
                0x66,
                0x66,
                (byte) 0xa2,
                0x06,
                0x24,
                0x08,
                0x43,
                1,
                2,
                3
            });

    private static byte[] text(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void mutatedPayloadsAreDecodedOrRefused(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int decoded = 0;
        for (int round = 0; round < 5_000; round++) {
            byte[] payload = mutate(SEEDS.get(random.nextInt(SEEDS.size())), random);
            for (Decoder decoder : DECODERS) {
                decoded += decodes(decoder, payload) ? 1 : 0;
            }
        }
        assertThat(decoded).as("the mutations are not all hopeless").isGreaterThan(150);
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6})
    void garbageIsRefusedOrDecoded(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 5_000; round++) {
            byte[] payload = new byte[random.nextInt(64)];
            random.nextBytes(payload);
            DECODERS.forEach(decoder -> decodes(decoder, payload));
        }
    }

    private static byte[] mutate(byte[] seed, SplittableRandom random) {
        byte[] payload = seed.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(payload.length);
            switch (random.nextInt(4)) {
                case 0 -> payload[at] = (byte) random.nextInt(256);
                case 1 -> payload[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> payload = Arrays.copyOf(payload, Math.max(1, at));
                default -> payload = repeat(payload, at, random);
            }
        }
        return payload;
    }

    /** Doubles a stretch, which makes nesting, long numbers and second values. */
    private static byte[] repeat(byte[] payload, int at, SplittableRandom random) {
        int length = 1 + random.nextInt(payload.length - at);
        byte[] longer = new byte[payload.length + length];
        System.arraycopy(payload, 0, longer, 0, at + length);
        System.arraycopy(payload, at, longer, at + length, payload.length - at);
        return longer;
    }

    private static boolean decodes(Decoder decoder, byte[] payload) {
        ByteBuffer bytes = ByteBuffer.wrap(payload);
        try {
            assertThat(decoder.decode(bytes, TOPIC, ARRIVAL)).isNotEmpty();
            return true;
        } catch (UndecodableException e) {
            return false;
        } catch (RuntimeException e) {
            throw new AssertionError("payload " + Arrays.toString(payload), e);
        } finally {
            assertThat(bytes.position()).isZero();
        }
    }
}
