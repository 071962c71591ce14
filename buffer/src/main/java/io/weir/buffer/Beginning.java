package io.weir.buffer;

import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Where a segment begins, and the totals there. Its HEADER tells; where that is lost the first block that is left does, for the
 * streams that are in it, and for the others the next block that is, as long as none between them is lost.
 */
final class Beginning {
    private OptionalLong first = OptionalLong.empty();
    private Map<Integer, Long> totals = Map.of();
    private boolean certain;
    private long unbrokenTo;

    OptionalLong first() {
        return first;
    }

    Map<Integer, Long> totals() {
        return totals;
    }

    boolean isCertain() {
        return certain;
    }

    void header(Block header) {
        certain = true;
        first = OptionalLong.of(header.first());
        totals = header.streams().beforeByStream();
    }

    /** A block with entries; mostly they come in their order. */
    void block(Block block) {
        if (certain) {
            return;
        }
        if (first.isEmpty() || block.first() < first.getAsLong()) {
            first = OptionalLong.of(block.first());
            totals = new TreeMap<>(block.streams().beforeByStream());
            unbrokenTo = block.end();
        } else if (block.first() <= unbrokenTo && block.end() > unbrokenTo) {
            block.streams().beforeByStream().forEach(totals::putIfAbsent);
            unbrokenTo = block.end();
        }
    }
}
