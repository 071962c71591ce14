package io.weir.device.coap;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.zip.CRC32C;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.network.KeyMID;
import org.eclipse.californium.core.network.deduplication.Deduplicator;
import org.jspecify.annotations.Nullable;

/**
 * The last requests of the peers heard last, so that a retransmission gets the answer of the first copy. Bounded in both
 * directions: Californium's own deduplicators keep every peer for four minutes, which a flood with changing source ports
 * turns into a full heap. What is forgotten here is still recognised by its {@link Fingerprint} further in.
 *
 * <p>Only the same bytes are a retransmission: a device that rebooted and begins again with the same message id says
 * something new. Any thread; lost in a crash.
 */
final class RecentRequests implements Deduplicator {

    /** How long a retransmission may be under way (RFC 7252, EXCHANGE_LIFETIME). */
    private static final long LIFETIME_NANOS = 247_000_000_000L;

    private record Seen(int mid, long digest, long nanos, Exchange exchange) {}

    private final int maxPeers;
    private final int perPeer;
    private final LongSupplier nanoTime;
    private final LinkedHashMap<Object, ArrayDeque<Seen>> peers = new LinkedHashMap<>(64, 0.75f, true);

    RecentRequests(int maxPeers, int perPeer, LongSupplier nanoTime) {
        this.maxPeers = maxPeers;
        this.perPeer = perPeer;
        this.nanoTime = nanoTime;
    }

    @Override
    @SuppressWarnings("NullAway") // Californium's interface says null for "none"
    public synchronized Exchange findPrevious(KeyMID key, Exchange exchange) {
        long digest = digest(exchange.getCurrentRequest());
        Seen known = seen(key);
        if (known != null && known.digest == digest) {
            return known.exchange;
        }
        remember(key, new Seen(key.getMID(), digest, nanoTime.getAsLong(), exchange));
        return null;
    }

    @Override
    public synchronized boolean replacePrevious(KeyMID key, Exchange previous, Exchange exchange) {
        remember(key, new Seen(key.getMID(), digest(exchange.getCurrentRequest()), nanoTime.getAsLong(), exchange));
        return true;
    }

    @Override
    @SuppressWarnings("NullAway")
    public synchronized Exchange find(KeyMID key) {
        Seen known = seen(key);
        return known == null ? null : known.exchange;
    }

    private @Nullable Seen seen(KeyMID key) {
        ArrayDeque<Seen> recent = peers.get(key.getPeer());
        if (recent != null) {
            for (Seen seen : recent) {
                if (seen.mid == key.getMID() && nanoTime.getAsLong() - seen.nanos < LIFETIME_NANOS) {
                    return seen;
                }
            }
        }
        return null;
    }

    private void remember(KeyMID key, Seen seen) {
        ArrayDeque<Seen> recent = peers.computeIfAbsent(key.getPeer(), peer -> new ArrayDeque<>(2));
        recent.removeIf(other -> other.mid == seen.mid);
        if (recent.size() >= perPeer) {
            recent.removeFirst();
        }
        recent.addLast(seen);
        forgetSilent();
    }

    /** The map is ordered by last use, so whoever is silent or too many stands in front. */
    private void forgetSilent() {
        Iterator<Map.Entry<Object, ArrayDeque<Seen>>> eldest = peers.entrySet().iterator();
        while (eldest.hasNext()) {
            Seen last = eldest.next().getValue().peekLast();
            boolean silent = last == null || nanoTime.getAsLong() - last.nanos >= LIFETIME_NANOS;
            if (!silent && peers.size() <= maxPeers) {
                return;
            }
            eldest.remove();
        }
    }

    private static long digest(Request request) {
        byte[] bytes = request.getBytes();
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (long) bytes.length << 32 | crc.getValue();
    }

    /** Peers heard within the lifetime of a retransmission. */
    synchronized int peers() {
        forgetSilent();
        return peers.size();
    }

    @Override
    public synchronized int size() {
        return peers.values().stream().mapToInt(ArrayDeque::size).sum();
    }

    @Override
    public synchronized boolean isEmpty() {
        return peers.isEmpty();
    }

    @Override
    public synchronized void clear() {
        peers.clear();
    }

    @Override
    public void start() {}

    @Override
    public void stop() {
        clear();
    }

    @Override
    public void setExecutor(ScheduledExecutorService executor) {
        // needs none: what is old is dropped as the new comes in
    }
}
