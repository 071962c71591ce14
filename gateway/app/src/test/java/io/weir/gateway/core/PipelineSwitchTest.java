package io.weir.gateway.core;

import static io.weir.gateway.core.CoreRun.START;
import static io.weir.gateway.core.CoreRun.message;
import static io.weir.gateway.core.CoreRun.reading;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.buffer.Offset;
import io.weir.device.Ack;
import io.weir.device.Delivery;
import io.weir.pipeline.StepState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a change of the pipelines when the disk refuses it: nothing at all, and whoever asked is told. */
class PipelineSwitchTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final MovableClock clock = new MovableClock(START);
    private long sent;

    private static CompletableFuture<List<StepState>> ask(CoreRun run, String pipelines) {
        return run.core.switchPipelines(new PipelineTexts().read(pipelines), pipelines);
    }

    private static SwitchRefusedException refusal(CompletableFuture<List<StepState>> answer) {
        Throwable failure = CoreRun.answer(answer.handle((steps, thrown) -> Optional.ofNullable(thrown)))
                .orElseThrow(() -> new AssertionError("the change was made"));
        if (failure instanceof SwitchRefusedException refused) {
            return refused;
        }
        throw new AssertionError(failure);
    }

    /** Readings that leave something open in every kind of step, all of them acknowledged when it returns. */
    private void feed(CoreRun run) {
        AtomicInteger acks = new AtomicInteger();
        for (int i = 0; i < 20; i++) {
            long number = sent++;
            clock.move(Duration.ofMillis(700));
            run.offer(message(
                    "field",
                    reading("d" + number % 3, clock.millis(), (double) (number % 7), clock.millis()),
                    new Delivery.Repeatable("p", number, false, 100),
                    acks::incrementAndGet));
            int expected = i + 1;
            CoreRun.soon().until(() -> acks.get() == expected);
        }
    }

    private Map<String, List<ByteBuffer>> recordsWithoutASwitch() throws IOException {
        PipelineSwitchTest other = new PipelineSwitchTest();
        try (CoreRun run = new CoreRun(folder.resolve("calm"), other.clock).running(PipelineTexts.THREE)) {
            other.feed(run);
            other.feed(run);
            return run.records();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = FaultyLog.Place.class,
            names = {"BEFORE_APPEND", "BEFORE_COMMIT"})
    void aChangeThatTheDiskRefusesChangesNothingAndIsNotMadeLater(FaultyLog.Place place) throws IOException {
        Map<String, List<ByteBuffer>> calm = recordsWithoutASwitch();
        try (CoreRun run = new CoreRun(folder.resolve("log"), clock).running(PipelineTexts.THREE)) {
            feed(run);
            Map<String, Long> accounts = run.totals();
            run.log.fails(at -> {
                if (at == place) {
                    throw new IOException("no space left");
                }
            });

            SwitchRefusedException refusal = refusal(ask(run, PipelineTexts.FOUR));
            run.log.fails(at -> {});

            assertThat(refusal).hasMessageContaining("no space left");
            assertThat(refusal.isDecided()).isTrue();
            assertThat(run.core.trouble()).isEmpty();
            assertThat(run.totals()).isEqualTo(accounts);
            assertThat(run.core.streams().all()).doesNotContainKey("more");
            feed(run);
            assertThat(run.records()).isEqualTo(calm);
            assertThat(run.imbalances()).isEmpty();
        }
        try (CoreRun again = new CoreRun(folder.resolve("log"), clock)) {
            assertThat(again.records()).isEqualTo(calm);
            assertThat(again.core.streams().all()).containsOnlyKeys("quiet", "raw", "win", "win-late");
        }
    }

    @Test
    void theSameChangeIsMadeWhenItIsAskedForAgain() throws IOException {
        try (CoreRun run = new CoreRun(folder, clock).running(PipelineTexts.THREE)) {
            feed(run);
            AtomicInteger failures = new AtomicInteger(1);
            run.log.fails(at -> {
                if (at == FaultyLog.Place.BEFORE_COMMIT && failures.getAndDecrement() > 0) {
                    throw new IOException("no space left");
                }
            });
            refusal(ask(run, PipelineTexts.FOUR));

            run.switchTo(PipelineTexts.FOUR);
            feed(run);

            assertThat(run.records().get("more")).isNotEmpty();
            assertThat(run.imbalances()).isEmpty();
        }
    }

    @Test
    void aChangeBehindAGroupThatTheDiskRefusesIsRefusedAndTheGroupIsNot() throws IOException {
        AtomicInteger acks = new AtomicInteger();
        try (CoreRun run = new CoreRun(folder, clock).running(PipelineTexts.THREE)) {
            run.log.fails(at -> {
                if (at == FaultyLog.Place.BEFORE_APPEND) {
                    throw new IOException("no space left");
                }
            });
            run.offer(message("field", reading("d1", 1, 1, 1), new Delivery.Once(), acks::incrementAndGet));
            CoreRun.soon().until(() -> !run.core.trouble().isEmpty());

            SwitchRefusedException refusal = refusal(ask(run, PipelineTexts.FOUR));
            int before = acks.get();
            run.log.fails(at -> {});
            CoreRun.soon().until(() -> acks.get() == 1);

            assertThat(refusal.isDecided()).isTrue();
            assertThat(before).isZero();
            assertThat(run.core.streams().all()).doesNotContainKey("more");
        }
    }

    @Test
    void aDiskThatDoesNotEvenLetItselfBeReadIsAnAnswerToo() throws IOException {
        try (CoreRun run = new CoreRun(folder, clock).running(PipelineTexts.THREE)) {
            feed(run);
            run.log.fails(at -> {
                throw new IOException("the disk is gone");
            });

            SwitchRefusedException refusal = refusal(ask(run, PipelineTexts.FOUR));
            run.log.fails(at -> {});
            feed(run);

            assertThat(refusal.isDecided()).isFalse();
            assertThat(run.core.streams().all()).doesNotContainKey("more");
            assertThat(run.imbalances()).isEmpty();
        }
    }

    @Test
    void aChangeThatIsDurableAlthoughTheDiskComplainedIsMade() throws IOException {
        try (CoreRun run = new CoreRun(folder, clock).running(PipelineTexts.THREE)) {
            AtomicInteger failures = new AtomicInteger(1);
            run.log.fails(at -> {
                if (at == FaultyLog.Place.AFTER_COMMIT && failures.getAndDecrement() > 0) {
                    throw new IOException("the answer was lost");
                }
            });

            run.switchTo(PipelineTexts.FOUR);

            assertThat(failures.get()).isNotPositive();
            assertThat(run.core.streams().all()).containsKey("more");
        }
    }

    @Test
    void thePipelinesThatRunAlreadyNeedNoDisk() throws IOException {
        try (CoreRun run = new CoreRun(folder, clock).running(PipelineTexts.THREE)) {
            run.log.fails(at -> {
                throw new IOException("no space left");
            });
            Offset end = run.log.stats().next();

            run.switchTo(PipelineTexts.THREE);

            assertThat(run.log.stats().next()).isEqualTo(end);
            run.log.fails(at -> {});
        }
    }

    @Test
    void theFirstPipelinesOfARunWaitForTheDisk() throws IOException {
        try (CoreRun run = new CoreRun(folder, clock).start()) {
            AtomicInteger failures = new AtomicInteger(1);
            run.log.fails(at -> {
                if (at == FaultyLog.Place.BEFORE_COMMIT && failures.getAndDecrement() > 0) {
                    throw new IOException("no space left");
                }
            });

            CoreRun.answer(run.core.startPipelines(new PipelineTexts().read(PipelineTexts.THREE), PipelineTexts.THREE));

            assertThat(failures.get()).isNotPositive();
            assertThat(run.core.streams().all()).containsOnlyKeys("quiet", "raw", "win", "win-late");
        }
    }

    @Test
    void whoeverAsksAGatewayThatStopsIsAnswered() throws IOException {
        CoreRun run = new CoreRun(folder, clock).running(PipelineTexts.THREE);
        run.offer(message("field", reading("d1", 1, 1, 1), new Delivery.Once(), Ack.NONE));
        run.close();

        assertThat(refusal(ask(run, PipelineTexts.FOUR))).hasMessageContaining("stopping");
    }
}
