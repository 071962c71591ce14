package io.weir.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.device.ByteSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaneTest {

    @TempDir
    Path folder;

    private final MovableClock clock = new MovableClock();
    private final FakeLog log = new FakeLog(clock);
    private final FakeLog.FakeCursor cursor = log.open();
    private final ScriptedSink sink = new ScriptedSink();
    private final Progress progress = new Progress("u", clock);

    private Lane lane(int maxRecords, Duration maxWait) {
        return lane(sink, maxRecords, maxWait);
    }

    private Lane laneTo(Sink other) {
        return lane(other, 8, Duration.ZERO);
    }

    private Lane lane(Sink to, int maxRecords, Duration maxWait) {
        UplinkConfig config = new UplinkConfig(
                "u",
                List.of("s"),
                "jsonl",
                new BatchLimits(maxRecords, ByteSize.ofMebibytes(1), maxWait),
                new RetryLimits(Duration.ofSeconds(1), Duration.ofMinutes(2)));
        Source source = new Source(cursor, stream -> "s" + stream, "gw", 1);
        DeadLetters deadLetters = new DeadLetters(folder, "u", 1 << 20, clock);
        return new Lane(config, source, to, deadLetters, new SplittableRandom(1), progress, clock);
    }

    /** Values count from 0; the device is "a" unless given. */
    private void append(String... devices) {
        for (String device : devices) {
            log.append(0, Readings.bytes(device, log.entries().size()));
        }
    }

    /** Lets the lane work until everything is settled, moving the clock over its pauses. */
    private void drain(Lane lane) throws IOException, InterruptedException {
        for (int turns = 0; cursor.lag() > 0; turns++) {
            assertThat(turns).as("turns").isLessThan(1000);
            clock.move(lane.turn());
        }
    }

    private List<String> deadLetters() throws IOException {
        return Files.readAllLines(folder.resolve("u.jsonl"));
    }

    @Test
    void aBatchLeavesWhenItIsFullAndTheRestAfterMaxWait() throws Exception {
        append("a", "b", "a", "b", "a");
        var start = clock.instant();

        drain(lane(2, Duration.ofSeconds(5)));

        assertThat(sink.sent()).containsExactly(List.of(0L, 1L), List.of(2L, 3L), List.of(4L));
        assertThat(Duration.between(start, clock.instant())).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aBatchHoldsNoMoreBytesThanItsLimitUnlessOneRecordIsLarger() {
        Window window = new Window(new BatchLimits(10, new ByteSize(250), Duration.ZERO));
        for (int i = 0; i < 4; i++) {
            window.add(Slot.waiting(Readings.outgoing("s", "a", i), clock.instant(), 0));
        }

        assertThat(window.pick(10, 250, lineage -> false).slots()).hasSize(2);
        assertThat(window.pick(10, 250, lineage -> false).full()).isTrue();
        assertThat(window.pick(10, 1, lineage -> false).slots()).hasSize(1);
    }

    @Test
    void theCursorMovesOnlyAfterTheSinkHasAccepted() throws Exception {
        append("a", "a");
        sink.answers(SendResult.retry("offline"));
        Lane lane = lane(2, Duration.ZERO);

        lane.turn();
        lane.turn();

        assertThat(sink.sent()).hasSize(1);
        assertThat(cursor.standing().position().value()).isZero();
        drain(lane);
        assertThat(cursor.lag()).isZero();
    }

    @Test
    void afterARetryTheVerySameBatchComesAgainAlthoughMoreIsThere() throws Exception {
        append("a", "b");
        sink.answers(SendResult.retry("offline"), SendResult.retry("offline"));
        Lane lane = lane(4, Duration.ZERO);
        lane.turn();
        lane.turn();
        append("a", "b");

        drain(lane);

        assertThat(sink.sent().subList(0, 3)).containsOnly(List.of(0L, 1L));
        assertThat(sink.taken()).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void pausesGrowUpToTheMaximumAndAreJittered() {
        Backoff backoff =
                new Backoff(new RetryLimits(Duration.ofSeconds(1), Duration.ofMinutes(2)), new SplittableRandom(3));
        for (int failures = 1; failures < 100; failures++) {
            Duration ceiling = Duration.ofSeconds(Math.min(120, 1L << Math.min(failures - 1, 20)));
            for (int i = 0; i < 50; i++) {
                assertThat(backoff.delay(failures)).isPositive().isLessThanOrEqualTo(ceiling);
            }
        }
        assertThat(backoff.delay(100)).isNotEqualTo(backoff.delay(100));
    }

    @Test
    void aDestinationMayAskForMoreQuietButNotForever() throws Exception {
        append("a");
        sink.answers(SendResult.retry("busy", Duration.ofMinutes(7)), SendResult.retry("busy", Duration.ofDays(365)));
        Lane lane = lane(1, Duration.ZERO);
        lane.turn();
        lane.turn();

        assertThat(lane.turn()).isEqualTo(Duration.ofMinutes(7));
        clock.move(Duration.ofMinutes(7));
        lane.turn();
        assertThat(lane.turn()).isEqualTo(Backoff.LONGEST_WISH);
    }

    @Test
    void aClockThatIsSetBackEndsThePauseInsteadOfProlongingIt() throws Exception {
        append("a");
        sink.answers(SendResult.retry("busy", Duration.ofMinutes(7)));
        Lane lane = lane(1, Duration.ZERO);
        lane.turn();
        lane.turn();

        clock.move(Duration.ofDays(-1000));

        assertThat(lane.turn()).isZero();
        assertThat(sink.taken()).containsExactly(0L);
    }

    @Test
    void aFailedRecordHoldsBackItsDeviceAndNoOther() throws Exception {
        append("a", "b", "a", "b", "a", "b");
        sink.answers(new SendResult.Partial(Set.of(1), Map.of(), "throttled"));
        Lane lane = lane(2, Duration.ZERO);
        lane.turn();
        lane.turn();
        lane.turn();

        assertThat(sink.sent()).containsExactly(List.of(0L, 1L), List.of(3L, 5L));
        assertThat(cursor.standing().position().value()).isZero();
        drain(lane);
        assertThat(sink.taken()).containsExactly(1L, 3L, 5L, 0L, 2L, 4L);
    }

    @Test
    void theSameDeviceOfAnotherStreamIsNotHeldBack() throws Exception {
        append("a", "a");
        log.append(1, Readings.bytes("a", 2));
        sink.answers(new SendResult.Partial(Set.of(), Map.of(0, "too large"), ""), SendResult.accepted());
        sink.answers(new SendResult.Partial(Set.of(), Map.of(), "throttled"));
        Lane lane = lane(1, Duration.ZERO);

        drain(lane);

        assertThat(sink.taken()).containsExactly(1L, 2L);
    }

    @Test
    void aRefusedRecordIsFoundByHalvingAndBuriedAndTheOthersArrive() throws Exception {
        append("a", "b", "a", "b", "a", "b", "a", "b");
        Sink picky = new PickySink(sink, Set.of(5L));
        Lane lane = laneTo(picky);

        drain(lane);

        assertThat(sink.taken()).containsExactly(0L, 1L, 2L, 3L, 4L, 6L, 7L);
        assertThat(deadLetters()).singleElement().asString().contains("\"reason\":\"refused 5\"", "\"v\":5");
        assertThat(Accounts.of(cursor.standing())).isEqualTo(new Accounts(8, 7, 0, 1, Map.of("max-size", 0L)));
    }

    @Test
    void whenEverythingIsRefusedEachRecordCostsOneBatchAndAllAreBuried() throws Exception {
        append("a", "b", "a", "b", "a", "b", "a", "b");
        drain(laneTo(new PickySink(sink, Set.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L))));

        assertThat(deadLetters()).hasSize(8);
        assertThat(Accounts.of(cursor.standing()).deadLettered()).isEqualTo(8);
    }

    @Test
    void bytesThatAreNoRecordAreBuriedAsTheyAre() throws Exception {
        append("a");
        log.append(0, ByteBuffer.wrap(new byte[] {1, 2, 3}));
        append("a");

        drain(lane(10, Duration.ZERO));

        assertThat(sink.taken()).containsExactly(0L, 2L);
        assertThat(deadLetters()).singleElement().asString().contains("\"id\":\"gw/1/3\"", "\"bytes\":\"AQID\"");
    }

    @Test
    void aDeadLetterThatCannotBeWrittenIsAnOutageAndNotALoss() throws Exception {
        Path blocked = folder.resolve("u.jsonl");
        Files.createDirectory(blocked);
        append("a", "b");
        log.append(0, ByteBuffer.wrap(new byte[] {1}));
        Lane lane = laneTo(new PickySink(sink, Set.of(0L)));
        for (int i = 0; i < 20; i++) {
            clock.move(lane.turn());
        }
        assertThat(cursor.standing().position().value()).isZero();
        assertThat(progress.status().trouble()).get().asString().contains("cannot write dead letters");

        Files.delete(blocked);
        drain(lane);

        assertThat(deadLetters()).hasSize(2);
        assertThat(sink.taken()).containsExactly(1L);
    }

    @Test
    void aDiskThatFailsAtTheCommitCostsNeitherARecordNorASecondDelivery() throws Exception {
        append("a", "b");
        Lane lane = lane(2, Duration.ZERO);
        lane.turn();
        log.breakDisk(true);
        assertThatThrownBy(lane::turn).isInstanceOf(IOException.class);
        log.breakDisk(false);

        drain(lane);

        assertThat(sink.sent()).hasSize(1);
        assertThat(Accounts.of(cursor.standing()).delivered()).isEqualTo(2);
    }

    @Test
    void aBugInTheSinkIsAnOutage() throws Exception {
        append("a");
        int[] calls = {0};
        Lane lane = laneTo(new Sink() {
            @Override
            public SendResult send(Batch batch) throws InterruptedException {
                if (calls[0]++ == 0) {
                    throw new IllegalStateException("oops");
                }
                return sink.send(batch);
            }

            @Override
            public void close() {}
        });

        drain(lane);

        assertThat(sink.taken()).containsExactly(0L);
        assertThat(progress.status().connected()).isTrue();
    }

    @Test
    void whatRetentionTakesWhileItIsOnItsWayCountsOnce() throws Exception {
        append("a", "a", "a", "a");
        sink.answers(SendResult.retry("offline"));
        Lane lane = lane(2, Duration.ZERO);
        lane.turn();
        lane.turn();
        cursor.expire(1);

        drain(lane);

        assertThat(Accounts.of(cursor.standing())).isEqualTo(new Accounts(4, 3, 0, 0, Map.of("max-size", 1L)));
    }

    @Test
    void oneStuckDeviceDoesNotMakeMemoryGrowWithoutBound() throws Exception {
        append("stuck");
        for (int i = 0; i < Window.MOST_SLOTS + 5_000; i++) {
            append("free");
        }
        Sink throttled = new Sink() {
            @Override
            public SendResult send(Batch batch) {
                boolean first = batch.records().get(0).device().equals("stuck");
                if (!first) {
                    return SendResult.accepted();
                }
                Set<Integer> others = new HashSet<>();
                for (int i = 1; i < batch.size(); i++) {
                    others.add(i);
                }
                return new SendResult.Partial(others, Map.of(), "throttled");
            }

            @Override
            public void close() {}
        };
        Lane lane = lane(throttled, 5_000, Duration.ZERO);
        for (int i = 0; i < 200; i++) {
            clock.move(lane.turn());
        }

        assertThat(progress.status().records()).isEqualTo(Window.MOST_SLOTS - 1);
        assertThat(progress.status().oldestUnsent()).isPresent();
    }

    /** Refuses any batch that holds one of these values. */
    private record PickySink(ScriptedSink inner, Set<Long> poison) implements Sink {
        @Override
        public SendResult send(Batch batch) throws InterruptedException {
            for (Outgoing item : batch.records()) {
                if (poison.contains(ScriptedSink.value(item))) {
                    return SendResult.refused("refused " + ScriptedSink.value(item));
                }
            }
            return inner.send(batch);
        }

        @Override
        public void close() {}
    }
}
