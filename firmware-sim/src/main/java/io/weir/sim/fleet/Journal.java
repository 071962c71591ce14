package io.weir.sim.fleet;

import io.weir.sim.wire.Answers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Everything one device sent, in the order in which it was sent first, and what was answered. Written by the device's
 * thread; others may read the totals at any time and the entries once the device has ended.
 */
public final class Journal implements Answers {
    private final List<Entry> entries = new ArrayList<>();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong accepted = new AtomicLong();

    /** What became of a message. */
    public enum Fate {
        OPEN,
        ACCEPTED,
        REFUSED
    }

    /** A message, the connection on which it was sent first, and its fate. */
    public static final class Entry {
        private final Message message;
        private final int connection;
        private Fate fate = Fate.OPEN;
        private String reason = "";

        Entry(Message message, int connection) {
            this.message = message;
            this.connection = connection;
        }

        public Message message() {
            return message;
        }

        public int connection() {
            return connection;
        }

        public Fate fate() {
            return fate;
        }

        public String reason() {
            return reason;
        }
    }

    /** The number under which the next message will be kept. */
    public int next() {
        return entries.size();
    }

    public void sent(Message message, int connection) {
        entries.add(new Entry(message, connection));
        sent.incrementAndGet();
    }

    /** A message that was offered but never existed. It must be the newest. */
    void forgetNewest() {
        entries.remove(entries.size() - 1);
        sent.decrementAndGet();
    }

    @Override
    public void accepted(int entry) {
        entries.get(entry).fate = Fate.ACCEPTED;
        accepted.incrementAndGet();
    }

    @Override
    public void refused(int entry, String reason) {
        Entry refused = entries.get(entry);
        refused.fate = Fate.REFUSED;
        refused.reason = reason;
    }

    public List<Entry> entries() {
        return Collections.unmodifiableList(entries);
    }

    public long sent() {
        return sent.get();
    }

    public long accepted() {
        return accepted.get();
    }
}
