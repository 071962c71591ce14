package io.weir.buffer;

import java.nio.ByteBuffer;

/** A snapshot of its owner's state after everything below {@code at}. The bytes are read-only. */
public record Checkpoint(Offset at, ByteBuffer state) {}
