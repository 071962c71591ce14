package io.weir.device.mqtt;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The durable sessions by client id, bounded: when there are too many, the one that has been away longest ends. What makes
 * them durable is the log, by {@link io.weir.device.Arrival.Session}. After a restart they are known by name only: an
 * MQTT 5 expiry interval starts anew when the client has come back. Event loop only.
 */
final class Sessions {

    /** MQTT 5: never expires. A 3.1.1 session does not either. */
    static final long FOR_EVER = 0xFFFF_FFFFL;

    /** Runs something later on the event loop. */
    interface Timer {
        /** The action that cancels it. */
        Runnable in(long seconds, Runnable action);
    }

    private final int most;
    private final Timer timer;
    private final Consumer<String> ended;
    private final Set<String> present = new HashSet<>();
    private final Set<String> away = new LinkedHashSet<>();
    private final Map<String, Runnable> expiries = new HashMap<>();

    /** @param ended hears of every session that ends by itself */
    Sessions(int most, Timer timer, Set<String> survivors, Consumer<String> ended) {
        this.most = most;
        this.timer = timer;
        this.ended = ended;
        survivors.stream().sorted().forEach(away::add);
    }

    boolean knows(String peer) {
        return present.contains(peer) || away.contains(peer);
    }

    /** Its client is connected: a session that was kept, or a new one. False when all places are taken by connected ones. */
    boolean arrive(String peer) {
        if (!knows(peer) && present.size() + away.size() >= most) {
            Optional<String> oldest = oldestAway();
            if (oldest.isEmpty()) {
                return false;
            }
            end(oldest.get());
        }
        cancelExpiry(peer);
        away.remove(peer);
        present.add(peer);
        return true;
    }

    /** Its client has left; the session ends after so many seconds. */
    void leave(String peer, long expirySeconds) {
        if (!present.contains(peer)) {
            return;
        }
        if (expirySeconds == 0) {
            end(peer);
            return;
        }
        present.remove(peer);
        away.add(peer);
        if (expirySeconds != FOR_EVER) {
            expiries.put(peer, timer.in(expirySeconds, () -> end(peer)));
        }
    }

    /** Forgets it without a word: the caller says what comes instead. */
    void forget(String peer) {
        cancelExpiry(peer);
        present.remove(peer);
        away.remove(peer);
    }

    private void end(String peer) {
        forget(peer);
        ended.accept(peer);
    }

    private void cancelExpiry(String peer) {
        Runnable cancel = expiries.remove(peer);
        if (cancel != null) {
            cancel.run();
        }
    }

    private Optional<String> oldestAway() {
        Iterator<String> names = away.iterator();
        return names.hasNext() ? Optional.of(names.next()) : Optional.empty();
    }
}
