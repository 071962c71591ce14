package io.weir.gateway.ledger;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where in the buffer records of a stream were that it had to give up before every uplink had them.
 *
 * @param reason {@code max-size}, {@code max-age}, …
 * @param from the first offset of the range
 * @param to behind its last
 * @param records of the stream that were given up there for this reason
 */
public record ExpiredRange(String reason, long from, long to, long records) {

    Map<String, Object> asMap() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("reason", reason);
        json.put("from", from);
        json.put("to", to);
        json.put("records", records);
        return json;
    }
}
