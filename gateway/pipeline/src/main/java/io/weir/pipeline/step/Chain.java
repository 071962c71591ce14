package io.weir.pipeline.step;

import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A linked list of things that carry their own links: moving one to the end costs a few writes. */
public final class Chain<N extends Link<N>> {

    private @Nullable N first;
    private @Nullable N last;
    private int size;

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public N first() {
        if (first == null) {
            throw new NoSuchElementException("the chain is empty");
        }
        return first;
    }

    /** Adds one that stands in no chain. */
    public void append(N link) {
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
    public void remove(N link) {
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

    public void moveToEnd(N link) {
        if (link.after != null) {
            remove(link);
            append(link);
        }
    }

    public void forEach(Consumer<N> action) {
        for (N link = first; link != null; link = link.after) {
            action.accept(link);
        }
    }
}
