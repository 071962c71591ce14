package io.weir.buffer;

/** What the owner of a stream still needs of it, beside what cursors hold. Asked by any of the log's threads; must not block. */
@FunctionalInterface
public interface Retain {
    /** Entries of this stream below the answered offset may go; {@link Offset#BEYOND} if the owner needs none of them. */
    Offset needed(int stream);
}
