package io.weir.pipeline;

import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A linked list of things that carry their own links: moving one to the end costs a few writes. */
final class Chain<N extends Link<N>> {

    private @Nullable N first;
    private @Nullable N last;
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    N first() {
        if (first == null) {
            throw new NoSuchElementException("the chain is empty");
        }
        return first;
    }

    /** Adds one that stands in no chain. */
    void append(N link) {
        link.before = last;
        link.after = null;
        if (last == null) {
            first = link;
        } else {
            last.after = link;
        }
        last = link;
        size++;
    }

    /** Takes out one that stands in this chain. */
    void remove(N link) {
        N before = link.before;
        N after = link.after;
        if (before == null) {
            first = after;
        } else {
            before.after = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.before = before;
        }
        link.before = null;
        link.after = null;
        size--;
    }

    void moveToEnd(N link) {
        if (link.after != null) {
            remove(link);
            append(link);
        }
    }

    void forEach(Consumer<N> action) {
        for (N link = first; link != null; link = link.after) {
            action.accept(link);
        }
    }
}
