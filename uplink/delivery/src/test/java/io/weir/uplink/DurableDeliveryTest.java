package io.weir.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.buffer.Cursor;
import io.weir.buffer.Entry;
import io.weir.buffer.Group;
import io.weir.buffer.LogConfig;
import io.weir.buffer.LogRecord;
import io.weir.buffer.Offset;
import io.weir.buffer.RecordLog;
import io.weir.buffer.Standing;
import io.weir.buffer.Start;
import io.weir.device.ByteSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same promises over the real log, whose process dies again and again: what counts is what its folder holds then. */
class DurableDeliveryTest {

    @TempDir
    Path folder;

    static LongStream seeds() {
        return Seeds.first(12);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void crashesLoseNothingAndTheAccountsBalanceInEveryLife(long seed) throws Exception {
        History history = new History(seed);
        for (int life = 0; life < 4; life++) {
            history.live(life);
        }
        history.finish();
    }

    private final class History {
        private final SplittableRandom random;
        private final MovableClock clock = new MovableClock();
        private final FickleCloud cloud;
        private final Set<String> expected = new HashSet<>();
        private final Set<String> poison = new HashSet<>();
        private final UplinkConfig config = new UplinkConfig(
                "u",
                List.of("s"),
                "jsonl",
                new BatchLimits(10, ByteSize.ofKibibytes(4), Duration.ofMillis(5)),
                new RetryLimits(Duration.ofMillis(1), Duration.ofMillis(50)));
        private Path current = folder.resolve("life-0");
        private long value;

        History(long seed) {
            random = new SplittableRandom(seed);
            cloud = new FickleCloud(random.split());
        }

        private RecordLog open() throws IOException {
            LogConfig base = LogConfig.defaults(clock, 7);
            return RecordLog.open(current, base.withSegmentSize(64 << 10));
        }

        private Lane lane(Cursor cursor) {
            Source source = new Source(new Impatient(cursor), stream -> "s" + stream, "gw", 7);
            DeadLetters dead = new DeadLetters(folder, "u", 1 << 20, clock);
            return new Lane(config, source, cloud, dead, random.split(), new Progress("u", clock), clock);
        }

        /** Appends and delivers, then dies: the next life begins with a copy of the folder as it was at that instant. */
        void live(int life) throws Exception {
            Path next = folder.resolve("life-" + (life + 1));
            try (RecordLog log = open();
                    Cursor cursor = log.cursor("u", Set.of(1, 2), new Start.Oldest())) {
                Lane lane = lane(cursor);
                for (int step = 0; step < 60; step++) {
                    if (random.nextInt(3) == 0) {
                        append(log);
                    } else {
                        clock.move(lane.turn());
                        clock.move(Duration.ofMillis(20));
                    }
                    if (random.nextInt(20) == 0) {
                        cursor.flush();
                    }
                    checkAccounts(cursor);
                }
                copy(current, next);
            }
            current = next;
        }

        private void append(RecordLog log) throws IOException {
            List<Entry> entries = new ArrayList<>();
            long first = log.stats().next().value();
            for (int i = 0; i < 1 + random.nextInt(8); i++) {
                boolean bad = random.nextInt(30) == 0;
                String device = "d" + random.nextInt(4) + (bad ? "-poison" : "");
                // stream 3 is none of ours
                int stream = 1 + random.nextInt(3);
                entries.add(new Entry(stream, clock.millis(), Readings.bytes(device, (double) value++)));
                if (stream < 3) {
                    (bad ? poison : expected).add("gw/7/" + (first + i));
                }
            }
            assertThat(log.append(new Group(entries)).value()).isEqualTo(first);
            log.commit();
        }

        void finish() throws Exception {
            cloud.calmDown();
            try (RecordLog log = open();
                    Cursor cursor = log.cursor("u", Set.of(1, 2), new Start.Oldest())) {
                Lane lane = lane(cursor);
                for (int turns = 0; cursor.lag() > 0; turns++) {
                    assertThat(turns).as("turns to drain").isLessThan(10_000);
                    clock.move(lane.turn());
                    clock.move(Duration.ofMillis(20));
                    checkAccounts(cursor);
                }
                assertThat(cloud.ids()).isEqualTo(expected);
                Accounts accounts = Accounts.of(cursor.standing());
                assertThat(accounts.delivered()).isEqualTo(expected.size());
                assertThat(accounts.deadLettered()).isEqualTo(poison.size());
            }
        }

        private void checkAccounts(Cursor cursor) {
            Accounts accounts = Accounts.of(cursor.standing());
            assertThat(accounts.delivered() + accounts.pending() + accounts.deadLettered())
                    .isEqualTo(accounts.appended())
                    .isEqualTo(expected.size() + poison.size());
        }
    }

    /** Waits for nothing, because the clock of these tests moves by itself. */
    private record Impatient(Cursor inner) implements Cursor {
        @Override
        public String name() {
            return inner.name();
        }

        @Override
        public List<LogRecord> read(int maxRecords, long maxBytes, Duration patience)
                throws IOException, InterruptedException {
            return inner.read(maxRecords, maxBytes, Duration.ZERO);
        }

        @Override
        public void commit(Offset next, ByteBuffer note) throws IOException {
            inner.commit(next, note);
        }

        @Override
        public void flush() throws IOException {
            inner.flush();
        }

        @Override
        public Standing standing() {
            return inner.standing();
        }

        @Override
        public void seek(Offset offset) throws IOException {
            inner.seek(offset);
        }

        @Override
        public void seek(Instant appendedAt) throws IOException {
            inner.seek(appendedAt);
        }

        @Override
        public long lag() {
            return inner.lag();
        }

        @Override
        public void close() throws IOException {
            inner.close();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
