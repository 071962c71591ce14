package io.weir.gateway.core;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.Delivery;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which messages of which peer were taken already, so that one that comes again because its acknowledgement was cut off
 * is not taken twice. Per adapter the 10,000 peers heard last are remembered, of each the last fingerprints.
 *
 * <pre>
 * snapshot   varint a | a x (text adapter, varint p | p x peer)
 * peer       text name | u8 durable session | varint memory | varint f | f x i64 fingerprint, oldest first
 * </pre>
 *
 * Owned by the core thread. Durable through the marks of the log and the checkpoint.
 */
final class Redelivery {

    static final int MAX_PEERS = 10_000;

    private final Map<String, Peers> byAdapter = new TreeMap<>();

    /** True when this is a repeat of a message that was taken. */
    boolean isRepeat(String adapter, Delivery.Repeatable delivery) {
        if (!delivery.suspect()) {
            return false;
        }
        Peer peer = peers(adapter).get(delivery.peer());
        return peer != null && peer.contains(delivery.fingerprint());
    }

    void taken(String adapter, String peer, long fingerprint, int memory) {
        peers(adapter).computeIfAbsent(peer, name -> new Peer()).add(fingerprint, memory);
    }

    /** A durable session of the peer begins or ends; either way what it sent before is forgotten. */
    void session(String adapter, String peer, boolean begins) {
        Peers peers = peers(adapter);
        peers.remove(peer);
        if (begins) {
            Peer fresh = new Peer();
            fresh.session = true;
            peers.put(peer, fresh);
        }
    }

    /** Peers of the adapter that have a durable session. */
    Set<String> sessions(String adapter) {
        Set<String> names = new TreeSet<>();
        peers(adapter).forEach((name, peer) -> {
            if (peer.session) {
                names.add(name);
            }
        });
        return names;
    }

    /** Forgets adapters that are no longer configured. */
    void retainAdapters(Set<String> configured) {
        byAdapter.keySet().retainAll(configured);
    }

    private Peers peers(String adapter) {
        return byAdapter.computeIfAbsent(adapter, name -> new Peers());
    }

    void snapshot(BinaryWriter out) {
        out.varint(byAdapter.size());
        byAdapter.forEach((adapter, peers) -> {
            out.text(adapter).varint(peers.size());
            peers.forEach((name, peer) -> peer.snapshot(name, out));
        });
    }

    static Redelivery restore(BinaryReader in) {
        Redelivery redelivery = new Redelivery();
        for (int adapters = in.count(); adapters > 0; adapters--) {
            Peers peers = redelivery.peers(in.text());
            for (int n = in.count(); n > 0; n--) {
                peers.put(in.text(), Peer.restore(in));
            }
        }
        return redelivery;
    }

    /** Least recently heard first. */
    private static final class Peers extends LinkedHashMap<String, Peer> {
        private static final long serialVersionUID = 1L;

        Peers() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Peer> eldest) {
            return size() > MAX_PEERS;
        }
    }

    /** A ring of the last fingerprints that grows to its bound only when used. */
    private static final class Peer {
        private long[] ring = new long[8];
        private int size;
        private int next;
        private boolean session;

        void add(long fingerprint, int memory) {
            if (size == ring.length && size < memory) {
                grow(memory);
            }
            ring[next] = fingerprint;
            next = (next + 1) % ring.length;
            size = Math.min(size + 1, ring.length);
        }

        private void grow(int memory) {
            long[] larger = new long[Math.min(memory, ring.length * 2)];
            for (int i = 0; i < size; i++) {
                larger[i] = ring[(next + i) % ring.length];
            }
            ring = larger;
            next = size;
        }

        boolean contains(long fingerprint) {
            for (int i = 0; i < size; i++) {
                if (ring[i] == fingerprint) {
                    return true;
                }
            }
            return false;
        }

        void snapshot(String name, BinaryWriter out) {
            out.text(name).flag(session).varint(ring.length).varint(size);
            int oldest = size < ring.length ? 0 : next;
            for (int i = 0; i < size; i++) {
                out.i64(ring[(oldest + i) % ring.length]);
            }
        }

        static Peer restore(BinaryReader in) {
            Peer peer = new Peer();
            peer.session = in.flag();
            int length = (int) Math.max(8, Math.min(65_535, in.varint()));
            int size = in.count();
            long[] fingerprints = new long[size];
            for (int i = 0; i < size; i++) {
                fingerprints[i] = in.i64();
            }
            peer.ring = Arrays.copyOf(fingerprints, Math.max(length, size));
            peer.size = size;
            peer.next = size % peer.ring.length;
            return peer;
        }
    }
}
