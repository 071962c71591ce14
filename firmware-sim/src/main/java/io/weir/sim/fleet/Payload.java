package io.weir.sim.fleet;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The bytes of a message on the wire. */
final class Payload {
    private Payload() {}

    static byte[] of(DeviceSpec spec, Message message) {
        String text;
        if (!message.isReading()) {
            text = message.timeMillis() % 2 == 0
                    ? "{\"seq\":" + message.seq() + ",\"v\":"
                    : "\u0000\u0001no json at all";
        } else if (spec.protocol() == Protocol.GPIO) {
            text = "{\"pin\":" + spec.pin() + ",\"level\":" + (message.value() > 0 ? 1 : 0) + "}";
        } else {
            text = "{\"seq\":" + message.seq() + ",\"t\":" + time(spec, message) + ",\"v\":" + message.value()
                    + ",\"u\":\"" + spec.unit() + "\"}";
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String time(DeviceSpec spec, Message message) {
        return spec.isoTime()
                ? '"' + Instant.ofEpochMilli(message.timeMillis()).toString() + '"'
                : Long.toString(message.timeMillis());
    }
}
