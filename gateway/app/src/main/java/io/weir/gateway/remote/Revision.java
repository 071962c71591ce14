package io.weir.gateway.remote;

import java.util.Comparator;

/**
 * Which of an operator's documents: the epoch first, then the revision in it. A new epoch begins when revisions start anew.
 */
public record Revision(long epoch, long rev) implements Comparable<Revision> {

    /** Of the file alone, and of a gateway that never saw a document. */
    public static final Revision NONE = new Revision(0, 0);

    private static final Comparator<Revision> ORDER =
            Comparator.comparingLong(Revision::epoch).thenComparingLong(Revision::rev);

    @Override
    public int compareTo(Revision other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return "epoch " + epoch + " rev " + rev;
    }
}
