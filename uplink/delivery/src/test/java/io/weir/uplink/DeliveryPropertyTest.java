package io.weir.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.buffer.LogRecord;
import io.weir.device.ByteSize;
import io.weir.device.MalformedBytesException;
import io.weir.device.RecordCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the destination, the disk, retention and crashes do: nothing lost, order per device, accounts that balance. */
class DeliveryPropertyTest {

    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

    @TempDir
    Path folder;

    static LongStream seeds() {
        return Seeds.first(250);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void nothingIsLostOrOvertakenAndTheAccountsBalanceAtEveryStep(long seed) throws Exception {
        new History(seed).live();
    }

    private final class History {
        private final SplittableRandom random;
        private final MovableClock clock = new MovableClock();
        private final FakeLog log = new FakeLog(clock);
        private final FickleCloud cloud;
        private final UplinkConfig config;
        private FakeLog.FakeCursor cursor = log.open();
        private Lane lane;
        private boolean mayRepeat;
        private long expired;

        History(long seed) {
            random = new SplittableRandom(seed);
            cloud = new FickleCloud(random.split());
            config = new UplinkConfig(
                    "u",
                    List.of("s"),
                    "jsonl",
                    new BatchLimits(
                            1 + random.nextInt(12),
                            new ByteSize(50 + random.nextInt(2000)),
                            Duration.ofMillis(random.nextInt(3000))),
                    new RetryLimits(Duration.ofMillis(100), Duration.ofSeconds(5)));
            lane = newLane();
        }

        private Lane newLane() {
            return new Lane(
                    config,
                    new Source(cursor, stream -> "s" + stream, "gw", 1),
                    cloud,
                    new DeadLetters(folder, "u", 1 << 20, clock),
                    random.split(),
                    new Progress("u", clock),
                    clock);
        }

        void live() throws Exception {
            for (int step = 0; step < 300; step++) {
                step(random.nextInt(40));
                checkAccounts();
            }
            log.breakDisk(false);
            cloud.calmDown();
            for (int turns = 0; cursor.lag() > 0; turns++) {
                assertThat(turns).as("turns to drain").isLessThan(10_000);
                clock.move(lane.turn());
                checkAccounts();
            }
            checkArrivals();
        }

        private void step(int dice) throws Exception {
            if (dice < 12) {
                append();
            } else if (dice < 37) {
                turn();
            } else if (dice == 37) {
                cursor.expire(random.nextInt(4));
            } else if (dice == 38) {
                log.breakDisk(random.nextBoolean());
            } else if (random.nextInt(3) == 0) {
                crash();
            }
        }

        private void append() {
            int stream = random.nextInt(2);
            int kind = random.nextInt(40);
            if (kind == 0) {
                log.append(stream, ByteBuffer.wrap(new byte[] {0x11, 7}));
            } else {
                String device = "d" + random.nextInt(4) + (kind < 3 ? "-poison" : "");
                log.append(stream, Readings.bytes(device, (double) log.entries().size()));
            }
        }

        private void turn() throws InterruptedException {
            try {
                clock.move(lane.turn());
            } catch (IOException diskIsAway) {
                clock.move(Duration.ofSeconds(1));
            }
        }

        private void crash() throws IOException {
            if (random.nextBoolean()) {
                log.breakDisk(false);
                cursor.flush();
            }
            expired = 0;
            cursor = log.open();
            lane = newLane();
            mayRepeat = true;
        }

        private void checkAccounts() {
            Accounts accounts = Accounts.of(cursor.standing());
            long gone = accounts.expired().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            assertThat(accounts.delivered() + accounts.pending() + accounts.deadLettered() + gone)
                    .isEqualTo(accounts.appended())
                    .isEqualTo(log.entries().size());
            assertThat(accounts.delivered()).isNotNegative();
            expired = gone;
        }

        private void checkArrivals() throws IOException {
            Set<String> buried = buriedIds();
            long missing = 0;
            long dead = 0;
            for (LogRecord entry : log.entries()) {
                String id = "gw/1/" + entry.offset();
                boolean isDead = isDead(entry);
                boolean settled = isDead ? buried.contains(id) : cloud.ids().contains(id);
                missing += settled ? 0 : 1;
                dead += isDead ? 1 : 0;
                assertThat(isDead ? cloud.ids() : buried).as("the wrong place").doesNotContain(id);
            }
            assertThat(missing).as("neither arrived nor buried").isLessThanOrEqualTo(expired);
            Accounts accounts = Accounts.of(cursor.standing());
            assertThat(accounts.deadLettered()).isBetween(dead - expired, dead);
            if (!mayRepeat) {
                assertThat(cloud.repeats())
                        .as("without a crash only lost answers repeat")
                        .isLessThanOrEqualTo(cloud.answersLost() * 12);
            }
        }

        private boolean isDead(LogRecord entry) {
            try {
                return FickleCloud.isPoison(RecordCodec.decode(entry.bytes()));
            } catch (MalformedBytesException e) {
                return true;
            }
        }

        private Set<String> buriedIds() throws IOException {
            Set<String> ids = new HashSet<>();
            Path file = folder.resolve("u.jsonl");
            if (Files.exists(file)) {
                for (String line : Files.readAllLines(file)) {
                    Matcher id = ID.matcher(line);
                    assertThat(id.find()).isTrue();
                    ids.add(id.group(1));
                }
            }
            return ids;
        }
    }
}
