package io.weir.buffer;

import java.nio.ByteBuffer;
import java.util.List;

/** An entry as a test has given it to the log. */
record Given(long offset, int stream, long timeMillis, ByteBuffer bytes) {
    static Group group(List<Given> given) {
        return new Group(given.stream()
                .map(g -> new Entry(g.stream, g.timeMillis, g.bytes))
                .toList());
    }

    boolean isSameAs(LogRecord read) {
        return read.offset().value() == offset
                && read.stream() == stream
                && read.timeMillis() == timeMillis
                && read.bytes().equals(bytes);
    }
}
