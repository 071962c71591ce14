package io.weir.gateway.decode;

import io.weir.device.Decoder;
import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Problems;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The built-in decoders, chosen by {@code decode: {format: …}}. */
public final class Decoders {

    private static final List<String> NOT_YET = List.of("text", "cbor", "sparkplug");

    private Decoders() {}

    /** What a section {@code decode:} may hold; {@code {format: json}} and {@code {format: senml}} are enough. */
    public static Shape shape() {
        Map<String, ObjectShape> formats = new LinkedHashMap<>();
        formats.put("json", JsonDecoder.shape());
        formats.put("senml", SenmlDecoder.shape());
        NOT_YET.forEach(format -> formats.put(format, notYet(format)));
        return new Shape.Typed("format", formats);
    }

    /** Takes the keys of the other formats, so that the one complaint is that the format is not there yet. */
    private static ObjectShape notYet(String format) {
        return JsonDecoder.shape()
                .and(Key.required("format", Shape.notYet("the format " + format), "how payloads are written"));
    }

    /** Reports what the shape cannot say. */
    public static void check(Settings decode, Problems problems) {
        if (decode.text("format").equals("json")) {
            JsonDecoder.check(decode, problems);
        }
    }

    /** The decoder of a checked section. */
    public static Decoder of(Settings decode) {
        return decode.text("format").equals("json") ? JsonDecoder.of(decode) : SenmlDecoder.of(decode);
    }
}
