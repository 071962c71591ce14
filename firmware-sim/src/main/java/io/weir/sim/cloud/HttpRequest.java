package io.weir.sim.cloud;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One HTTP/1.1 request, read whole; header names are in lower case. */
record HttpRequest(String method, String path, Map<String, String> headers, ByteBuffer body) {
    private static final int LONGEST_LINE_BYTES = 16 << 10;
    private static final int MOST_HEADERS = 100;
    private static final int LONGEST_BODY_BYTES = 64 << 20;

    /** The next request of a connection, or empty if the other side is done. */
    static Optional<HttpRequest> read(InputStream in, OutputStream out) throws IOException {
        Optional<String> first = line(in);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        String[] words = first.get().split(" ", -1);
        if (words.length != 3) {
            throw new IOException("not an HTTP request line");
        }
        Map<String, String> headers = headers(in);
        if (headers.getOrDefault("expect", "").equalsIgnoreCase("100-continue")) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        return Optional.of(new HttpRequest(words[0], words[1], headers, ByteBuffer.wrap(body(in, headers))));
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = requiredLine(in); !line.isEmpty(); line = requiredLine(in)) {
            int colon = line.indexOf(':');
            if (colon < 1 || headers.size() == MOST_HEADERS) {
                throw new IOException("not an HTTP header, or more than " + MOST_HEADERS);
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).trim());
        }
        return headers;
    }

    private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
        if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            return chunks(in);
        }
        return exactly(in, length(headers.getOrDefault("content-length", "0"), 10));
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String head = requiredLine(in);
            int semicolon = head.indexOf(';');
            int length = length(semicolon < 0 ? head : head.substring(0, semicolon), 16);
            if (length == 0) {
                headers(in);
                return body.toByteArray();
            }
            body.writeBytes(exactly(in, length));
            requiredLine(in);
            if (body.size() > LONGEST_BODY_BYTES) {
                throw new IOException("a body of more than " + LONGEST_BODY_BYTES + " bytes");
            }
        }
    }

    private static int length(String text, int radix) throws IOException {
        try {
            int length = Integer.parseInt(text.trim(), radix);
            if (length < 0 || length > LONGEST_BODY_BYTES) {
                throw new IOException("a body of " + length + " bytes; the limit is " + LONGEST_BODY_BYTES);
            }
            return length;
        } catch (NumberFormatException e) {
            throw new IOException("not a length: " + text, e);
        }
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the connection ended within a body");
        }
        return bytes;
    }

    private static String requiredLine(InputStream in) throws IOException {
        return line(in).orElseThrow(() -> new EOFException("the connection ended within a request"));
    }

    private static Optional<String> line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int next = in.read();
        if (next < 0) {
            return Optional.empty();
        }
        while (next >= 0 && next != '\n') {
            if (next != '\r') {
                line.append((char) next);
            }
            if (line.length() > LONGEST_LINE_BYTES) {
                throw new IOException("a header line of more than " + LONGEST_LINE_BYTES + " bytes");
            }
            next = in.read();
        }
        return Optional.of(line.toString());
    }

    /** Writes an answer that keeps the connection open. */
    static void answer(OutputStream out, int status, String reason, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + status + " " + reason + "\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length + "\r\n\r\n";
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        whole.writeBytes(body);
        whole.writeTo(out);
        out.flush();
    }
}
