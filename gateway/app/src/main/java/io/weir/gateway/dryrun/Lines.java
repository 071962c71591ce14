package io.weir.gateway.dryrun;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The lines of a file, one at a time; empty ones are passed over. A line is bounded, a file is not. One thread. */
public final class Lines implements Closeable {

    private static final int MAX_CHARACTERS = 1 << 20;

    private final BufferedReader in;
    private int number;

    private Lines(BufferedReader in) {
        this.in = in;
    }

    public static Lines of(Path file) throws IOException {
        return new Lines(Files.newBufferedReader(file, StandardCharsets.UTF_8));
    }

    /** The next line; nothing at the end. */
    public Optional<String> next() throws IOException, BadLineException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c != '\n') {
                line.append((char) c);
            } else if (!isBlank(line)) {
                number++;
                return Optional.of(line.toString());
            } else {
                number++;
                line.setLength(0);
            }
            if (line.length() > MAX_CHARACTERS) {
                number++;
                throw new BadLineException("longer than " + MAX_CHARACTERS + " characters");
            }
        }
        number++;
        return isBlank(line) ? Optional.empty() : Optional.of(line.toString());
    }

    private static boolean isBlank(StringBuilder line) {
        return line.chars().allMatch(c -> c == ' ' || c == '\t' || c == '\r');
    }

    /** Of the line that came last, from 1. */
    public int number() {
        return number;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
