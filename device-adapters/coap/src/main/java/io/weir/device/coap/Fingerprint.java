package io.weir.device.coap;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.eclipse.californium.core.coap.Request;

/** Tells a request from the peer's other recent ones by message id, token, method, path and payload. */
final class Fingerprint {

    private Fingerprint() {}

    static long of(Request request, String path) {
        CRC32C crc = new CRC32C();
        crc.update(request.getRawCode());
        crc.update(path.getBytes(StandardCharsets.UTF_8));
        crc.update(0);
        crc.update(request.getPayload());
        long content = crc.getValue();
        long name = request.getMID();
        for (byte part : request.getTokenBytes()) {
            name = name * 0x100000001B3L + (part & 0xFF) + 1;
        }
        return mixed(mixed(name) + content);
    }

    /** SplitMix64's finalizer: every bit of the input reaches every bit of the output. */
    private static long mixed(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
