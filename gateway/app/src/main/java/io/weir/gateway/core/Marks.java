package io.weir.gateway.core;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.MalformedBytesException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The binary form of marks, stream {@link StreamTable#MARKS} of the log: what a group did besides inputs and records.
 *
 * <pre>
 * mark    u8 0x31 | new streams ({@link StreamTable}) | accounts ({@link Accounts})
 *         varint p | p x (text adapter, text peer) | varint n | n x event
 * event   varint peer &lt;&lt; 2 | what, then:
 *           0  taken: i64 fingerprint, varint memory
 *           1  a durable session begins
 *           2  a durable session ends
 * </pre>
 */
final class Marks {

    private static final int FORM = 0x31;
    private static final int TAKEN = 0;
    private static final int BEGINS = 1;
    private static final int ENDS = 2;

    private Marks() {}

    private record PeerName(String adapter, String peer) {}

    /** Gathers one group's mark. */
    static final class Writer {
        private final Map<PeerName, Integer> peers = new LinkedHashMap<>();
        private final BinaryWriter events = new BinaryWriter(64);
        private int count;

        void taken(String adapter, String peer, long fingerprint, int memory) {
            event(adapter, peer, TAKEN);
            events.i64(fingerprint).varint(memory);
        }

        void session(String adapter, String peer, boolean begins) {
            event(adapter, peer, begins ? BEGINS : ENDS);
        }

        private void event(String adapter, String peer, int what) {
            int index = peers.computeIfAbsent(new PeerName(adapter, peer), name -> peers.size());
            events.varint((long) index << 2 | what);
            count++;
        }

        boolean isEmpty() {
            return count == 0;
        }

        Map<String, Long> write(StreamTable streams, Accounts accounts, BinaryWriter out) {
            out.u8(FORM);
            streams.drain(out);
            Map<String, Long> increments = accounts.drain(out);
            out.varint(peers.size());
            peers.keySet().forEach(name -> out.text(name.adapter).text(name.peer));
            out.varint(count).bytes(events.view(0));
            return increments;
        }
    }

    /** Does again to the state what the mark's group did. */
    static void apply(BinaryReader in, StreamTable streams, Accounts accounts, Redelivery redelivery) {
        int form = in.u8();
        if (form != FORM) {
            throw new MalformedBytesException("unknown form of mark 0x" + Integer.toHexString(form));
        }
        streams.apply(in);
        accounts.apply(in);
        PeerName[] peers = new PeerName[in.count()];
        for (int i = 0; i < peers.length; i++) {
            peers[i] = new PeerName(in.text(), in.text());
        }
        for (int n = in.count(); n > 0; n--) {
            applyEvent(in, peers, redelivery);
        }
    }

    private static void applyEvent(BinaryReader in, PeerName[] peers, Redelivery redelivery) {
        long code = in.varint();
        if (code < 0 || code >> 2 >= peers.length) {
            throw new MalformedBytesException("a mark's event names peer " + (code >> 2) + " of " + peers.length);
        }
        PeerName name = peers[(int) (code >> 2)];
        switch ((int) (code & 3)) {
            case TAKEN -> {
                long fingerprint = in.i64();
                int memory = (int) Math.max(1, Math.min(65_535, in.varint()));
                redelivery.taken(name.adapter, name.peer, fingerprint, memory);
            }
            case BEGINS -> redelivery.session(name.adapter, name.peer, true);
            case ENDS -> redelivery.session(name.adapter, name.peer, false);
            default -> throw new MalformedBytesException("unknown event in a mark");
        }
    }
}
