package io.weir.uplink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.Optional;

/**
 * Where records go that the destination will never take: lines {@code {"at":…,"reason":…,"record":{…}}} in
 * {@code UPLINK.jsonl}; {@code "bytes"} in Base64 stands for a record that could not be read. When the file reaches half
 * of the limit it becomes {@code UPLINK.1.jsonl} and the one before it is dropped. Durable before {@link #bury} returns.
 * One thread.
 */
final class DeadLetters implements AutoCloseable {

    static final long LIMIT_BYTES = 64L << 20;

    private final Path file;
    private final Path older;
    private final long limitBytes;
    private final Clock clock;
    private final JsonFactory json = new JsonFactory();
    private final Format form = new JsonLines();
    private final IsoTime time = new IsoTime();
    private Optional<LineFile> open = Optional.empty();

    DeadLetters(Path directory, String uplink, long limitBytes, Clock clock) {
        this.file = directory.resolve(uplink + ".jsonl");
        this.older = directory.resolve(uplink + ".1.jsonl");
        this.limitBytes = limitBytes;
        this.clock = clock;
    }

    void bury(Outgoing outgoing, String reason) throws IOException {
        byte[] item = form.encode(outgoing.id(), outgoing.stream(), outgoing.item());
        write(reason, out -> {
            out.writeFieldName("record");
            out.writeRawValue(new String(item, StandardCharsets.UTF_8));
        });
    }

    void bury(String id, String stream, ByteBuffer bytes, String reason) throws IOException {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        write(reason, out -> {
            out.writeStringField("id", id);
            out.writeStringField("stream", stream);
            out.writeBinaryField("bytes", copy);
        });
    }

    private interface Fields {
        void write(JsonGenerator out) throws IOException;
    }

    private void write(String reason, Fields fields) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        try (JsonGenerator out = json.createGenerator(line)) {
            out.writeStartObject();
            out.writeStringField("at", time.text(clock.millis()));
            out.writeStringField("reason", reason);
            fields.write(out);
            out.writeEndObject();
        }
        line.write('\n');
        append(line.toByteArray());
    }

    private void append(byte[] line) throws IOException {
        LineFile target = target(line.length);
        long before = target.length();
        try {
            target.append(line);
            target.sync();
        } catch (IOException e) {
            close();
            throw new IOException(
                    "dead-letter file " + file.getFileName() + " at " + before + " bytes: " + e.getMessage(), e);
        }
    }

    private LineFile target(int moreBytes) throws IOException {
        if (open.isPresent() && !open.get().isInPlace()) {
            close();
        }
        LineFile current = open.isPresent() ? open.get() : LineFile.open(file);
        open = Optional.of(current);
        if (current.length() == 0 || current.length() + moreBytes <= limitBytes / 2) {
            return current;
        }
        close();
        Files.move(file, older, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        LineFile fresh = LineFile.open(file);
        open = Optional.of(fresh);
        return fresh;
    }

    @Override
    public void close() throws IOException {
        if (open.isPresent()) {
            LineFile closing = open.get();
            open = Optional.empty();
            closing.close();
        }
    }
}
