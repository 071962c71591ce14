package io.weir.device.coap;

import io.weir.device.Arrival.Content;
import io.weir.device.ByteSize;
import io.weir.device.Decoder;
import io.weir.device.Reading;
import io.weir.device.UndecodableException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.coap.Request;

/** Makes readings of a request, or says why there are none. Keeps nothing. */
final class Reader {

    private static final int MAX_DIAGNOSTIC = 200;

    private final Routes routes;
    private final ByteSize maxPayload;
    private final Clock clock;

    Reader(Routes routes, ByteSize maxPayload, Clock clock) {
        this.routes = routes;
        this.maxPayload = maxPayload;
        this.clock = clock;
    }

    /**
     * What a request comes to.
     *
     * @param code the answer, once the content is durable
     * @param diagnostic for the device's programmer; may be empty
     */
    record Result(Content content, ResponseCode code, String diagnostic, int readings) {

        static Result rejected(ResponseCode code, String reason, String path, String why) {
            // the path is the sender's own words, and must not make lines in a log
            String detail = "/" + shortened(path.replaceAll("\\p{Cntrl}", "?")) + ": " + why;
            return new Result(new Content.Rejected(reason, detail), code, shortened(why), 0);
        }

        private static String shortened(String words) {
            return words.length() <= MAX_DIAGNOSTIC ? words : words.substring(0, MAX_DIAGNOSTIC - 1) + "…";
        }
    }

    Result read(Request request, String path) {
        Optional<Routes.Match> match = routes.match(path);
        if (match.isEmpty()) {
            return Result.rejected(ResponseCode.NOT_FOUND, "no-topic", path, "no resource of this gateway");
        }
        if (request.getPayloadSize() > maxPayload.bytes()) {
            String why = request.getPayloadSize() + " bytes; at most " + maxPayload;
            return Result.rejected(ResponseCode.REQUEST_ENTITY_TOO_LARGE, "too-large", path, why);
        }
        int format = request.getOptions().getContentFormat();
        Optional<Decoder> decoder = match.get().decoders().decoder(format);
        if (decoder.isEmpty()) {
            String why = "content format " + MediaTypeRegistry.toString(format) + " (" + format
                    + ") is not supported here; 50, 110 and 112 are";
            return Result.rejected(ResponseCode.UNSUPPORTED_CONTENT_FORMAT, "content-format", path, why);
        }
        try {
            List<Reading> readings = decoder.get()
                    .decode(ByteBuffer.wrap(request.getPayload()), match.get().captures(), clock.millis());
            return new Result(new Content.Decoded(readings), ResponseCode.CHANGED, "", readings.size());
        } catch (UndecodableException e) {
            return Result.rejected(ResponseCode.BAD_REQUEST, "undecodable", path, String.valueOf(e.getMessage()));
        }
    }
}
