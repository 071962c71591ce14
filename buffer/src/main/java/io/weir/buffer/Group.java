package io.weir.buffer;

import java.util.List;

/** What becomes durable together or not at all: at least one entry. The list must not change until {@code append} returns. */
public record Group(List<Entry> entries) {
    public Group {
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("A group must hold at least one entry");
        }
    }
}
