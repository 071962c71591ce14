package io.weir.device;

import java.util.List;

/** What an adapter brings in. Everything in it becomes durable before its {@link Ack} is called. */
public sealed interface Arrival {

    /** The configured name of the adapter it came through. */
    String adapter();

    /** Bytes it holds in memory while it waits, a fair estimate; counts against the intake's bound. */
    int sizeBytes();

    Ack ack();

    /**
     * One message, decoded or not: also a rejected one is counted durably and then acknowledged, since sending it again
     * would not make it better.
     *
     * @param input the adapter's input it came through ({@code door} of {@code cabinet/door}); empty when the adapter has
     *     none
     */
    record Message(String adapter, String input, Content content, Delivery delivery, int sizeBytes, Ack ack)
            implements Arrival {}

    /**
     * A durable session began, was cleared, or ended. It enters the log in the order in which it was offered, so that the
     * peer's repeats are recognised after a crash too.
     *
     * @param begins true for a session that is kept from now on, false for one that is forgotten. Either way the peer's
     *     earlier fingerprints are forgotten
     */
    record Session(String adapter, String peer, boolean begins, Ack ack) implements Arrival {
        @Override
        public int sizeBytes() {
            return 64 + 2 * peer.length();
        }
    }

    /** What came of a message's payload. */
    sealed interface Content {

        /** Its readings, one or more, in the order in which the message gave them. */
        record Decoded(List<Reading> readings) implements Content {
            public Decoded {
                readings = List.copyOf(readings);
            }
        }

        /**
         * The payload gave nothing that can be used.
         *
         * @param reason a short stable word for the ledger: {@code undecodable}, {@code no-topic}, {@code too-large} ...
         * @param detail for the operator's log, at most once a minute: where and what was wrong, without the payload
         *     beyond a short excerpt
         */
        record Rejected(String reason, String detail) implements Content {}
    }
}
