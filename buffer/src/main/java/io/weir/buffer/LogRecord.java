package io.weir.buffer;

import java.nio.ByteBuffer;

/** An entry as it is read. The bytes are a read-only view that stays valid for as long as it is referenced. */
public record LogRecord(Offset offset, int stream, long timeMillis, ByteBuffer bytes) {}
