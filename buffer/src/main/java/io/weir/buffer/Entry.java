package io.weir.buffer;

import java.nio.ByteBuffer;

/**
 * What is appended: bytes of a stream with the time its owner gives it.
 * {@link RecordLog#append} reads the bytes between position and limit before it returns, without moving the position.
 */
public record Entry(int stream, long timeMillis, ByteBuffer bytes) {
    public Entry {
        if (stream < 0) {
            throw new IllegalArgumentException("A stream number (" + stream + ") must not be negative");
        }
    }
}
