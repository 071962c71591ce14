package io.weir.uplink;

import io.weir.buffer.Cursor;
import io.weir.buffer.LogRecord;
import io.weir.buffer.Offset;
import io.weir.buffer.Standing;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * One way out of an uplink: reads its cursor, sends, and moves the cursor. One thread. Nothing of it survives a crash but
 * the cursor, which never passes a record that was neither taken by the destination nor buried.
 *
 * <p>Order: a record is offered only when every earlier one of its stream and device is settled or stands before it in the
 * same batch. After a {@link SendResult.Retry} the very same batch is sent again. After a refusal the batches shrink by
 * halves until the record at fault stands alone, and grow again with success.
 */
final class Lane {

    /** Longest wait inside one turn, so that a stop is seen. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Source source;
    private final Cursor cursor;
    private final Sink sink;
    private final Format format;
    private final BatchLimits limits;
    private final DeadLetters deadLetters;
    private final Holds holds;
    private final Backoff backoff;
    private final Progress progress;
    private final Clock clock;
    private final Window window;
    private final Deque<LogRecord> fetched = new ArrayDeque<>();
    private List<Slot> again = List.of();
    private int batchLimit;
    private int failures;
    private Quiet pause = Quiet.NONE;

    Lane(
            UplinkConfig config,
            Source source,
            Sink sink,
            DeadLetters deadLetters,
            RandomGenerator random,
            Progress progress,
            Clock clock) {
        this.source = source;
        this.cursor = source.cursor();
        this.sink = sink;
        this.format = Format.named(config.format());
        this.limits = config.batch();
        this.deadLetters = deadLetters;
        this.backoff = new Backoff(config.retry(), random);
        this.holds = new Holds(backoff, clock);
        this.progress = progress;
        this.clock = clock;
        this.window = new Window(limits);
        this.batchLimit = limits.maxRecords();
    }

    /**
     * One step: reads what there is room for, or sends one batch.
     *
     * @return how long to leave the lane alone before the next step; zero for not at all
     */
    Duration turn() throws IOException, InterruptedException {
        Duration quiet = pause.left(clock.instant());
        if (!quiet.isZero()) {
            return quiet;
        }
        if (again.isEmpty()) {
            Window.Picked picked = window.pick(batchLimit, limits.maxBytes().bytes(), holds::holds);
            if (!isDue(picked)) {
                return read(patience(picked));
            }
            again = picked.slots();
        }
        send(again);
        moveCursor();
        return Duration.ZERO;
    }

    private boolean isDue(Window.Picked picked) {
        return !picked.slots().isEmpty()
                && (picked.full() || window.room() == 0 || waitLeft(picked).isZero());
    }

    private Duration waitLeft(Window.Picked picked) {
        Instant oldest = picked.slots().get(0).readAt();
        return new Quiet(oldest, limits.maxWait()).left(clock.instant());
    }

    private Duration patience(Window.Picked picked) {
        Duration patience = holds.soonest(PATIENCE);
        if (picked.slots().isEmpty()) {
            return patience;
        }
        Duration left = waitLeft(picked);
        return left.compareTo(patience) < 0 ? left : patience;
    }

    private Duration read(Duration patience) throws IOException, InterruptedException {
        int room = window.room();
        if (room == 0) {
            return patience;
        }
        if (fetched.isEmpty()) {
            fetched.addAll(cursor.read(room, limits.maxBytes().bytes(), patience));
        }
        // one by one, so that none is lost if one of them cannot be taken in
        while (!fetched.isEmpty()) {
            Optional<Slot> slot = takeIn(fetched.element());
            if (slot.isEmpty()) {
                return pause.left(clock.instant()).isZero() ? patience : Duration.ZERO;
            }
            window.add(slot.get());
            fetched.remove();
        }
        moveCursor();
        return Duration.ZERO;
    }

    /** Nothing when the record shall wait, or is unreadable and could not be buried now, which makes a pause. */
    private Optional<Slot> takeIn(LogRecord entry) {
        Instant now = clock.instant();
        try {
            return source.outgoing(entry, format).map(outgoing -> Slot.waiting(outgoing, now, entry.timeMillis()));
        } catch (RuntimeException e) {
            // a damaged record, or one that our own encoder trips over: neither may stop those behind it
            String id = source.id(entry);
            String reason = "unreadable record: " + e.getMessage();
            boolean buried = bury(id, reason, () -> deadLetters.bury(id, source.stream(entry), entry.bytes(), reason));
            return buried ? Optional.of(Slot.dead(entry.offset(), now)) : Optional.empty();
        }
    }

    private void send(List<Slot> batch) throws InterruptedException {
        SendResult result;
        try {
            result = sink.send(new Batch(batch.stream().map(Slot::outgoing).toList()));
        } catch (RuntimeException e) {
            // the uplink is the supervisor of its sink: a bug in there is an outage, not the end
            progress.bug(e);
            result = SendResult.retry("the sink failed: " + e);
        }
        if (result instanceof SendResult.Retry retry) {
            pauseAll(retry.reason(), retry.after().orElse(Duration.ZERO));
            return;
        }
        again = List.of();
        if (result instanceof SendResult.Accepted) {
            accept(batch);
        } else if (result instanceof SendResult.Partial partial) {
            settle(batch, partial);
        } else if (result instanceof SendResult.Refused refused) {
            narrow(batch, refused.reason());
        }
    }

    private void accept(List<Slot> taken) {
        long bytes = 0;
        for (Slot slot : taken) {
            bytes += slot.lengthBytes();
            holds.release(slot.lineage());
            window.settle(slot, Slot.Fate.DELIVERED);
        }
        progress.accepted(taken.size(), bytes);
        failures = 0;
        batchLimit = (int) Math.min(limits.maxRecords(), 2L * batchLimit);
    }

    private void settle(List<Slot> batch, SendResult.Partial partial) {
        Set<Integer> taken = partial.accepted();
        if (!taken.isEmpty()) {
            accept(taken.stream().sorted().map(batch::get).toList());
        }
        for (Map.Entry<Integer, String> refusal : new TreeMap<>(partial.refused()).entrySet()) {
            bury(batch.get(refusal.getKey()), refusal.getValue());
        }
        List<Slot> rest = batch.stream().filter(Slot::isWaiting).toList();
        if (rest.isEmpty()) {
            return;
        }
        if (taken.isEmpty() && partial.refused().isEmpty()) {
            pauseAll(partial.reason(), Duration.ZERO);
            return;
        }
        rest.stream().map(Slot::lineage).distinct().forEach(holds::hold);
        progress.heldBack(partial.reason(), rest.size());
    }

    private void narrow(List<Slot> batch, String reason) {
        if (batch.size() == 1) {
            bury(batch.get(0), reason);
        } else {
            batchLimit = batch.size() / 2;
        }
    }

    private void bury(Slot slot, String reason) {
        Outgoing outgoing = slot.outgoing();
        if (bury(outgoing.id(), reason, () -> deadLetters.bury(outgoing, reason))) {
            holds.release(slot.lineage());
            window.settle(slot, Slot.Fate.DEAD);
        }
    }

    private interface Burial {
        void run() throws IOException;
    }

    private boolean bury(String id, String reason, Burial burial) {
        try {
            burial.run();
            progress.buried(id, reason);
            return true;
        } catch (IOException e) {
            pauseAll("cannot write dead letters: " + e.getMessage(), Duration.ZERO);
            return false;
        }
    }

    private void pauseAll(String reason, Duration wish) {
        failures++;
        Duration delay = backoff.delay(failures, wish);
        pause = new Quiet(clock.instant(), delay);
        progress.failed(reason, delay);
    }

    private void moveCursor() throws IOException {
        Optional<Window.Settled> settled = window.settled();
        if (settled.isPresent()) {
            Offset next = settled.get().next();
            // retention may have moved the cursor meanwhile: what it took counts as expired, not as ours
            Standing standing = cursor.standing();
            if (next.compareTo(standing.position()) > 0) {
                long dead = Accounts.deadLetters(standing.note()) + window.dead(settled.get(), standing.position());
                cursor.commit(next, Accounts.note(dead));
            }
            window.drop(settled.get());
        }
        progress.oldestUnsent(window.oldestWaiting());
        progress.publish();
    }
}
