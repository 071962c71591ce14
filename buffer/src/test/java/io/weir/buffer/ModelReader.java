package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** One cursor and what must hold for it. Its note counts what was delivered, as an uplink's accounts do. */
final class ModelReader {
    private final SplittableRandom random;
    private final Model model;
    private final String name;
    private final Set<Integer> streams;
    private final List<LogRecord> inFlight = new ArrayList<>();
    /** What others needed no longer, and was gone, when this cursor began. */
    private final Set<Long> absent = new TreeSet<>();

    private boolean lossless;
    private boolean damaged;
    private Optional<Cursor> cursor = Optional.empty();
    private long committed;
    private long durable;

    /** With {@code lossless} nothing may expire that was there when the cursor began. */
    ModelReader(SplittableRandom random, Model model, String name, Set<Integer> streams, boolean lossless) {
        this.random = random;
        this.model = model;
        this.name = name;
        this.streams = streams;
        this.lossless = lossless;
    }

    /** From now on records may be missing because the disk lost them. */
    void expectDamage() {
        lossless = false;
        damaged = true;
    }

    String use(DiskLog log, long nowMillis) throws Exception {
        if (cursor.isEmpty()) {
            return random.nextInt(4) == 0 ? forget(log) : open(log, nowMillis);
        }
        return switch (random.nextInt(12)) {
            case 0 -> flush(log);
            case 1 -> seek(log, cursor.get());
            case 2 -> seekTime(log, cursor.get(), nowMillis);
            case 3 -> close();
            case 4, 5, 6 -> commit(cursor.get());
            default -> read(cursor.get());
        };
    }

    private String open(DiskLog log, long nowMillis) throws IOException {
        Start start = switch (random.nextInt(4)) {
            case 0 -> new Start.Newest();
            case 1 -> new Start.At(new Offset(random.nextLong(model.end() + 1)));
            case 2 -> new Start.Since(anyTime(nowMillis));
            default -> new Start.Oldest();
        };
        open(log, start);
        return "open " + start;
    }

    private void open(DiskLog log, Start start) throws IOException {
        cursor = Optional.of(log.cursor(name, streams, start));
        Standing begun = cursor.get().standing();
        if (begun.note().remaining() == 0 && begun.position().equals(begun.start())) {
            lookWhatIsAbsent(log, cursor.get());
        }
    }

    private void lookWhatIsAbsent(DiskLog log, Cursor begun) throws IOException {
        long position = begun.standing().position().value();
        absent.clear();
        absent.addAll(model.offsets(streams, position, model.end()));
        try (Scan scan = log.scan(new Offset(position), streams)) {
            while (scan.hasNext()) {
                absent.remove(scan.next().offset().value());
            }
        }
    }

    private String forget(DiskLog log) throws IOException {
        log.forget(name);
        committed = 0;
        durable = 0;
        return "forget";
    }

    String flush(DiskLog log) throws IOException {
        if (cursor.isEmpty()) {
            open(log, new Start.Oldest());
        }
        cursor.orElseThrow().flush();
        synced();
        return "flush";
    }

    /** Everything committed is durable now. */
    void synced() {
        durable = committed;
    }

    String close() throws IOException {
        if (cursor.isPresent()) {
            cursor.get().close();
            cursor = Optional.empty();
            inFlight.clear();
            synced();
        }
        return "close";
    }

    private String seek(DiskLog log, Cursor open) throws IOException {
        long to = random.nextLong(model.end() + 1);
        open.seek(new Offset(to));
        begun(log, open);
        return "seek " + to;
    }

    private void begun(DiskLog log, Cursor open) throws IOException {
        inFlight.clear();
        committed = open.standing().position().value();
        synced();
        lookWhatIsAbsent(log, open);
    }

    private Instant anyTime(long nowMillis) {
        return Instant.ofEpochMilli(
                nowMillis - Duration.ofMinutes(random.nextInt(300)).toMillis());
    }

    private String seekTime(DiskLog log, Cursor open, long nowMillis) throws IOException {
        Instant to = anyTime(nowMillis);
        open.seek(to);
        begun(log, open);
        for (long offset = 0; !damaged && offset < model.end(); offset++) {
            boolean before = offset < committed;
            if (before && model.appendedAtMillis(offset) >= to.toEpochMilli()) {
                try (Scan scan = log.scan(new Offset(offset), streams)) {
                    assertThat(scan.hasNext() && scan.next().offset().value() == offset)
                            .as("%s was skipped", offset)
                            .isFalse();
                }
            } else if (offset == committed) {
                assertThat(model.appendedAtMillis(offset)).isGreaterThanOrEqualTo(to.toEpochMilli());
            }
        }
        return "seek " + to;
    }

    private String read(Cursor open) throws Exception {
        return "read " + read(open, 1 + random.nextInt(10), 1 + random.nextInt(100_000));
    }

    private int read(Cursor open, int maxRecords, long maxBytes) throws Exception {
        long from = inFlight.isEmpty()
                ? open.standing().position().value()
                : inFlight.get(inFlight.size() - 1).offset().value() + 1;
        List<LogRecord> read = open.read(maxRecords, maxBytes, Duration.ZERO);
        long last = from - 1;
        for (LogRecord entry : read) {
            model.expectSame(entry);
            assertThat(entry.offset().value()).isGreaterThan(last);
            last = entry.offset().value();
            assertThat(streams).contains(entry.stream());
        }
        if (lossless) {
            List<Long> expected = new ArrayList<>(model.offsets(streams, from, model.end()));
            expected.removeAll(absent);
            assertThat(read.stream().map(r -> r.offset().value()))
                    .isEqualTo(expected.subList(0, Math.min(expected.size(), Math.max(1, read.size()))));
        }
        inFlight.addAll(read);
        return read.size();
    }

    private String commit(Cursor open) throws IOException {
        Standing before = open.standing();
        long position = before.position().value();
        int taken = random.nextInt(inFlight.size() + 1);
        long next = taken == 0 ? position : inFlight.get(taken - 1).offset().value() + 1;
        long delivered = taken;
        if (lossless && absent.isEmpty() && random.nextInt(5) == 0) {
            next = position + random.nextLong(model.end() - position + 1); // the destination knows more than we do
            delivered = model.count(streams, position, next);
        }
        long upTo = next;
        inFlight.removeIf(entry -> entry.offset().value() < upTo);
        open.commit(new Offset(next), ByteBuffer.allocate(8).putLong(0, delivered(before) + delivered));
        committed = Math.max(committed, next);
        return "commit " + next;
    }

    private static long delivered(Standing standing) {
        return standing.note().remaining() == 0 ? 0 : standing.note().getLong(0);
    }

    /** The log was opened again after a crash or a close: positions may have gone back to what was durable, not further. */
    void reopen(DiskLog log) throws IOException {
        inFlight.clear();
        if (cursor.isPresent()) {
            long before = Math.max(committed, cursor.get().standing().position().value());
            cursor = Optional.of(log.cursor(name, streams, new Start.Oldest()));
            long position = cursor.get().standing().position().value();
            if (lossless) {
                assertThat(position).isBetween(durable, before);
            }
            committed = position; // it may be in the page cache only: durable is what was durable
        }
    }

    /** In the end everything that was there when the cursor began can be read. */
    void readEverything(DiskLog log) throws Exception {
        if (cursor.isEmpty()) {
            open(log, new Start.Oldest());
        }
        Cursor open = cursor.orElseThrow();
        while (read(open, 1000, 1 << 24) > 0) {
            check(log);
        }
        long end = open.standing().end().value();
        open.commit(new Offset(end), ByteBuffer.allocate(8).putLong(0, delivered(open.standing()) + inFlight.size()));
        assertThat(open.lag()).isZero();
        check(log);
    }

    /** Delivers whatever there is. */
    void catchUp(DiskLog log) throws Exception {
        readEverything(log);
        committed = cursor.orElseThrow().standing().position().value();
        inFlight.clear();
    }

    void check(DiskLog log) throws IOException {
        if (cursor.isPresent()) {
            check(log, cursor.get().standing());
        }
    }

    private void check(DiskLog log, Standing standing) throws IOException {
        long ahead = model.count(streams, standing.position().value(), model.end());
        long expired =
                standing.expired().values().stream().mapToLong(Long::longValue).sum();
        assertThat(standing.end().value()).isEqualTo(model.end());
        // one that began where others had been done and the cleaner had been may know of fewer than there once were
        long since = model.count(streams, standing.start().value(), model.end());
        assertThat(standing.appendedSinceStart())
                .isBetween(since - absent.size(), since)
                .isEqualTo(delivered(standing) + standing.lag() + expired);
        if (lossless) {
            assertThat(standing.lag())
                    .isBetween(
                            ahead - absent.size(),
                            ahead + absentInBlock(log, standing.position().value()));
            assertThat(expired).isBetween(0L, (long) absent.size());
        } else {
            // of a lost block only the streams are known at once that are in the next one: the others are ahead till
            // then
            assertThat(standing.lag()).isBetween(0L, damaged ? model.count(streams, 0, model.end()) : ahead);
            assertThat(damaged || !absent.isEmpty() || !standing.expired().containsKey(Expiry.DAMAGED))
                    .as("nothing is called damaged that is not")
                    .isTrue();
        }
    }

    /** Of what is absent in a block that was read in part, only its end will tell which streams it was of. */
    private long absentInBlock(DiskLog log, long position) throws IOException {
        long from = absent.isEmpty() ? position : log.blockFirst(position);
        return absent.stream()
                .filter(offset -> from <= offset && offset < position)
                .count();
    }

    @Override
    public String toString() {
        return name + streams;
    }
}
