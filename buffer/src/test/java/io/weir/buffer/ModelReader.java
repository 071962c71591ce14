package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** One cursor and what must hold for it. Its note counts what was delivered, as an uplink's accounts do. */
final class ModelReader {
    private final SplittableRandom random;
    private final Model model;
    private final String name;
    private final Set<Integer> streams;
    private final boolean lossless;
    private final List<LogRecord> inFlight = new ArrayList<>();
    private Optional<Cursor> cursor = Optional.empty();
    private long committed;
    private long durable;

    /** With {@code lossless} nothing may expire. */
    ModelReader(SplittableRandom random, Model model, String name, Set<Integer> streams, boolean lossless) {
        this.random = random;
        this.model = model;
        this.name = name;
        this.streams = streams;
        this.lossless = lossless;
    }

    String use(DiskLog log) throws Exception {
        if (cursor.isEmpty()) {
            open(log);
            return "open";
        }
        return switch (random.nextInt(10)) {
            case 0 -> flush(cursor.get());
            case 1 -> seek(cursor.get());
            case 2 -> close();
            case 3, 4, 5 -> commit(cursor.get());
            default -> read(cursor.get());
        };
    }

    private void open(DiskLog log) throws IOException {
        Start start = random.nextBoolean() ? new Start.Oldest() : new Start.Newest();
        cursor = Optional.of(log.cursor(name, streams, start));
    }

    private String flush(Cursor open) throws IOException {
        open.flush();
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

    private String seek(Cursor open) throws IOException {
        long to = random.nextLong(model.end() + 1);
        open.seek(new Offset(to));
        inFlight.clear();
        committed = open.standing().position().value();
        synced();
        return "seek " + to;
    }

    private String read(Cursor open) throws Exception {
        long from = inFlight.isEmpty()
                ? open.standing().position().value()
                : inFlight.get(inFlight.size() - 1).offset().value() + 1;
        List<LogRecord> read = open.read(1 + random.nextInt(10), 1 + random.nextInt(100_000), Duration.ZERO);
        read.forEach(model::expectSame);
        assertThat(read).allMatch(entry -> streams.contains(entry.stream()));
        if (lossless) {
            List<Long> expected = model.offsets(streams, from, model.end());
            assertThat(read.stream().map(r -> r.offset().value()))
                    .isEqualTo(expected.subList(0, Math.min(expected.size(), Math.max(1, read.size()))));
        }
        inFlight.addAll(read);
        return "read " + read.size();
    }

    private String commit(Cursor open) throws IOException {
        Standing before = open.standing();
        long position = before.position().value();
        int taken = random.nextInt(inFlight.size() + 1);
        long next = taken == 0 ? position : inFlight.get(taken - 1).offset().value() + 1;
        long delivered = taken;
        if (lossless && random.nextInt(5) == 0) {
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
            open(log);
            long position = cursor.get().standing().position().value();
            if (lossless) {
                assertThat(position).isBetween(durable, before);
            }
            committed = position;
            durable = position;
        }
    }

    void check() {
        cursor.ifPresent(open -> check(open.standing()));
    }

    private void check(Standing standing) {
        long ahead = model.count(streams, standing.position().value(), model.end());
        long expired =
                standing.expired().values().stream().mapToLong(Long::longValue).sum();
        assertThat(standing.end().value()).isEqualTo(model.end());
        assertThat(standing.appendedSinceStart())
                .isEqualTo(model.count(streams, standing.start().value(), model.end()))
                .isEqualTo(delivered(standing) + standing.lag() + expired);
        if (lossless) {
            assertThat(standing.lag()).isEqualTo(ahead);
            assertThat(expired).isZero();
        } else {
            assertThat(standing.lag()).isBetween(0L, ahead);
            assertThat(standing.expired().keySet()).isSubsetOf(Expiry.MAX_SIZE);
        }
    }

    @Override
    public String toString() {
        return name + streams;
    }
}
