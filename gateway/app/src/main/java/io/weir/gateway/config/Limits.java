package io.weir.gateway.config;

import io.weir.device.ByteSize;

/** What a text may demand of us before we know whether it is any good. */
final class Limits {

    static final ByteSize FILE = ByteSize.ofMebibytes(1);
    static final int DEPTH = 32;
    static final int WORD_CHARACTERS = 64 * 1024;
    static final int NAME_CHARACTERS = 256;
    /** After aliases were followed: a bomb of nested aliases stays below it or is refused. */
    static final int NODES = 50_000;

    private Limits() {}
}
