package io.weir.gateway.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.buffer.Inspection;
import io.weir.buffer.LogRecord;
import io.weir.buffer.Offset;
import io.weir.buffer.Scan;
import io.weir.device.MalformedBytesException;
import io.weir.device.RecordCodec;
import io.weir.gateway.core.StoredAccounts;
import io.weir.uplink.Format;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Records of a buffer as the JSON lines that an uplink would send. One thread. */
final class RecordLines {

    private final Inspection buffer;
    private final StoredAccounts stored;
    private final String idPrefix;
    private final Format format = Format.named("jsonl");
    private final ObjectMapper json = new ObjectMapper();

    RecordLines(Inspection buffer, StoredAccounts stored) throws IOException {
        this.buffer = buffer;
        this.stored = stored;
        this.idPrefix = stored.gatewayId() + "/" + buffer.stats().epoch() + "/";
    }

    /** The numbers of the streams of this name, or of all if it is empty; none if there is no such stream. */
    Set<Integer> numbers(String stream) {
        Set<Integer> numbers = new TreeSet<>();
        stored.streams().forEach((number, name) -> {
            if (stream.isEmpty() || stream.equals(name)) {
                numbers.add(number);
            }
        });
        return numbers;
    }

    /**
     * Prints what was appended in [from, to).
     *
     * @return how many could not be understood; a line says so in their place
     */
    long print(Set<Integer> numbers, Instant from, Instant to, PrintWriter out) throws IOException {
        long unreadable = 0;
        try (Scan scan = buffer.scan(Offset.FIRST, numbers)) {
            while (scan.hasNext()) {
                LogRecord entry = scan.next();
                Instant appended = Instant.ofEpochMilli(entry.timeMillis());
                if (appended.isBefore(from) || !appended.isBefore(to)) {
                    continue;
                }
                String id = idPrefix + entry.offset();
                try {
                    String stream = StoredBuffer.name(entry.stream(), stored.streams());
                    byte[] line =
                            format.encode(id, stream, stored.restamping().moved(RecordCodec.decode(entry.bytes())));
                    out.println(new String(line, StandardCharsets.UTF_8).stripTrailing());
                } catch (MalformedBytesException e) {
                    unreadable++;
                    out.println(json.writeValueAsString(damaged(id, e)));
                }
            }
        }
        return unreadable;
    }

    private static Map<String, String> damaged(String id, MalformedBytesException e) {
        Map<String, String> line = new LinkedHashMap<>();
        line.put("id", id);
        line.put("unreadable", String.valueOf(e.getMessage()));
        return line;
    }
}
