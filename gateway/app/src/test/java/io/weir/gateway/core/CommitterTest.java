package io.weir.gateway.core;

import static io.weir.gateway.core.CoreRun.START;
import static io.weir.gateway.core.CoreRun.message;
import static io.weir.gateway.core.CoreRun.reading;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.buffer.Entry;
import io.weir.buffer.Group;
import io.weir.buffer.LogConfig;
import io.weir.buffer.LogFullException;
import io.weir.buffer.Offset;
import io.weir.buffer.RecordLog;
import io.weir.buffer.Start;
import io.weir.buffer.WhenFull;
import io.weir.device.Delivery;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the committer does when the disk fails: nothing is acknowledged too early, lost, or written twice. */
class CommitterTest {

    private static final String RAW = "{\"raw\":{\"from\":[\"field\"],\"steps\":[]}}";
    private static final List<Integer> ALL = IntStream.range(0, 60).boxed().toList();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final MovableClock clock = new MovableClock(START);
    private final Queue<Integer> acked = new ConcurrentLinkedQueue<>();

    /** Offers message number {@code number}; its ack is recorded. */
    private boolean offer(CoreRun run, int number) {
        return run.door.offer(message(
                "field",
                reading("d1", clock.millis(), number, clock.millis()),
                new Delivery.Once(),
                () -> acked.add(number)));
    }

    private void awaitAcks(int count) {
        CoreRun.soon().until(() -> acked.size() >= count);
    }

    @ParameterizedTest
    @EnumSource(
            value = FaultyLog.Place.class,
            names = {"BEFORE_APPEND", "BEFORE_COMMIT", "AFTER_COMMIT"})
    void aDiskThatFailsTwiceLosesNothingAndDoublesNothing(FaultyLog.Place place) throws IOException {
        try (CoreRun run = new CoreRun(folder, clock).running(RAW)) {
            AtomicInteger failures = new AtomicInteger(2);
            AtomicInteger acksBefore = new AtomicInteger();
            run.log.fails(at -> {
                if (at == place && failures.getAndDecrement() > 0) {
                    acksBefore.addAndGet(acked.size());
                    throw new IOException("injected " + at);
                }
            });

            ALL.forEach(number -> offer(run, number));
            awaitAcks(60);

            assertThat(failures.get()).isLessThan(2);
            assertThat(acked).containsExactlyElementsOf(ALL);
            assertThat(run.records().get("raw")).hasSize(60).doesNotHaveDuplicates();
            assertThat(run.total("streams/raw/appended")).isEqualTo(60);
            assertThat(run.imbalances()).isEmpty();
            assertThat(run.core.trouble()).isEmpty();
        }
        try (CoreRun again = new CoreRun(folder, clock)) {
            assertThat(again.records().get("raw")).hasSize(60);
            assertThat(again.total("streams/raw/appended")).isEqualTo(60);
        }
    }

    @Test
    void aLogThatCannotBeReopenedIsTriedAgainAndNobodyIsAcknowledgedMeanwhile() throws IOException {
        try (CoreRun run = new CoreRun(folder, clock).running(RAW)) {
            AtomicInteger commits = new AtomicInteger(1);
            AtomicInteger reopens = new AtomicInteger(1);
            Queue<Integer> early = new ConcurrentLinkedQueue<>();
            run.log.fails(at -> {
                AtomicInteger left = at == FaultyLog.Place.REOPEN ? reopens : commits;
                boolean fits = at == FaultyLog.Place.REOPEN || at == FaultyLog.Place.BEFORE_COMMIT;
                if (fits && left.getAndDecrement() > 0) {
                    early.addAll(acked);
                    throw new IOException("injected " + at);
                }
            });

            ALL.forEach(number -> offer(run, number));
            awaitAcks(60);

            assertThat(early).isEmpty();
            assertThat(reopens.get()).isNegative();
            assertThat(acked).containsExactlyElementsOf(ALL);
            assertThat(run.records().get("raw")).hasSize(60).doesNotHaveDuplicates();
        }
    }

    @Test
    void aFullLogIsTriedUntilThereIsRoom() throws IOException {
        LogFullException full = fullLog();
        try (CoreRun run = new CoreRun(folder.resolve("log"), clock).running(RAW)) {
            AtomicInteger failures = new AtomicInteger(1);
            AtomicInteger reopens = new AtomicInteger();
            run.log.fails(at -> {
                if (at == FaultyLog.Place.REOPEN) {
                    reopens.incrementAndGet();
                }
                if (at == FaultyLog.Place.BEFORE_APPEND && failures.getAndDecrement() > 0) {
                    throw full;
                }
            });

            ALL.forEach(number -> offer(run, number));
            awaitAcks(60);

            assertThat(failures.get()).isNegative();
            assertThat(reopens).hasValue(0);
            assertThat(acked).containsExactlyElementsOf(ALL);
            assertThat(run.records().get("raw")).hasSize(60);
        }
    }

    /** What a log says that is really full; only the buffer can make one. */
    private LogFullException fullLog() throws IOException {
        LogConfig small = LogConfig.defaults(clock, 1)
                .withSegmentSize(1 << 20)
                .withMaxSize(16 << 20, WhenFull.REJECT)
                .withDiskReserve(0, 0);
        try (RecordLog log = RecordLog.open(folder.resolve("small"), small);
                var held = log.cursor("holds", Set.of(16), new Start.Oldest())) {
            assertThat(held.lag()).isZero();
            for (int i = 0; i < 1000; i++) {
                log.append(new Group(List.of(new Entry(16, 0, ByteBuffer.allocate(100_000)))));
                log.commit();
            }
        } catch (LogFullException e) {
            return e;
        }
        throw new AssertionError("the small log never filled");
    }

    @Test
    void aLogWithoutRoomShutsTheIntakeUntilThereIsSome() throws IOException {
        try (CoreRun run = new CoreRun(folder, clock).running(RAW)) {
            run.log.hasRoom(false);
            run.core.intake().wake();
            CoreRun.soon().until(() -> run.core.intake().isShut());
            Offset end = run.log.stats().next();
            AtomicInteger called = new AtomicInteger();
            run.door.whenRoom(called::incrementAndGet);

            assertThat(offer(run, 0)).isFalse();
            assertThat(run.core.trouble()).contains("full");
            assertThat(called).hasValue(0);
            assertThat(run.log.stats().next()).isEqualTo(end);

            run.log.hasRoom(true);
            run.core.intake().wake();
            CoreRun.soon().until(() -> called.get() == 1);
            assertThat(offer(run, 1)).isTrue();
            awaitAcks(1);
            assertThat(acked).containsExactly(1);
            assertThat(run.core.trouble()).isEmpty();
        }
    }

    @Test
    void aStopWhileTheDiskRefusesEndsAndAcknowledgesNothing() throws IOException {
        CoreRun run = new CoreRun(folder, clock).running(RAW);
        run.log.fails(at -> {
            throw new IOException("injected " + at);
        });
        offer(run, 0);
        CoreRun.soon().until(() -> !run.core.trouble().isEmpty());

        run.close();

        assertThat(acked).isEmpty();
        try (CoreRun again = new CoreRun(folder, clock)) {
            assertThat(again.records().getOrDefault("raw", List.of())).isEmpty();
        }
    }

    @Test
    void aCheckpointThatCannotBeSavedDoesNotHoldUpAnybody() throws IOException {
        try (CoreRun run = new CoreRun(folder, clock).running(RAW)) {
            run.log.fails(at -> {
                if (at == FaultyLog.Place.BEFORE_CHECKPOINT) {
                    throw new IOException("injected " + at);
                }
            });

            run.switchTo(PipelineTexts.THREE);
            ALL.forEach(number -> offer(run, number));
            awaitAcks(60);
            assertThat(run.core.trouble()).isEmpty();
        }
        try (CoreRun again = new CoreRun(folder, clock)) {
            assertThat(again.total("adapters/field/decoded")).isEqualTo(60);
            assertThat(again.imbalances()).isEmpty();
        }
    }
}
