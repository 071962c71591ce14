package io.weir.gateway.decode;

import io.weir.device.Decoder;
import io.weir.device.Reading;
import io.weir.device.TopicPattern.Captures;
import io.weir.device.UndecodableException;
import io.weir.device.Value;
import io.weir.device.config.Binder;
import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Settings;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Decoders as a configuration makes them, and readings as a test reads them. */
final class Decoding {

    static final long ARRIVAL = 1_700_000_000_000L;
    static final Captures TOPIC = new Captures("d1", "temperature");

    private Decoding() {}

    /** What is wrong with a section {@code decode:}, with path and code. */
    static List<String> problems(Map<String, ?> decode) {
        List<String> problems = new ArrayList<>();
        bind(decode, problems);
        return problems;
    }

    static Decoder decoder(Map<String, ?> decode) {
        List<String> problems = new ArrayList<>();
        Settings settings = bind(decode, problems);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.toString());
        }
        return Decoders.of(settings.section("decode"));
    }

    private static Settings bind(Map<String, ?> decode, List<String> problems) {
        Binder binder = new Binder(
                (path, code, message, suggestion) -> problems.add(path + " " + code + ": " + message),
                Binder.Secrets.NONE);
        ObjectShape shape = ObjectShape.of(Key.required("decode", Decoders.shape(), "how payloads are read"));
        Settings settings = binder.section(shape, Map.of("decode", decode), "");
        if (problems.isEmpty()) {
            Decoders.check(
                    settings.section("decode"),
                    (path, code, message, suggestion) -> problems.add(path + " " + code + ": " + message));
        }
        return settings;
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Each reading as {@code device metric time value unit}. */
    static List<String> decode(Decoder decoder, Captures captures, ByteBuffer payload) throws UndecodableException {
        return decoder.decode(payload, captures, ARRIVAL).stream()
                .map(Decoding::shown)
                .toList();
    }

    static String shown(Reading reading) {
        String value = reading.value() instanceof Value.Num number
                ? String.valueOf(number.value())
                : reading.value() instanceof Value.Bool bool
                        ? String.valueOf(bool.value())
                        : "'" + ((Value.Text) reading.value()).value() + "'";
        return reading.device() + " " + reading.metric() + " " + reading.timeMillis() + " " + value
                + (reading.unit().isEmpty() ? "" : " " + reading.unit());
    }
}
