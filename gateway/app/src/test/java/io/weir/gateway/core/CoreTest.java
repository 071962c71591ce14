package io.weir.gateway.core;

import static io.weir.gateway.core.CoreRun.START;
import static io.weir.gateway.core.CoreRun.message;
import static io.weir.gateway.core.CoreRun.reading;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.buffer.Offset;
import io.weir.device.Ack;
import io.weir.device.Arrival;
import io.weir.device.BinaryReader;
import io.weir.device.ByteSize;
import io.weir.device.Delivery;
import io.weir.device.Reading;
import io.weir.device.Record;
import io.weir.device.RecordCodec;
import io.weir.device.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoreTest {

    private static final String RAW = "{\"raw\":{\"from\":[\"field\"],\"steps\":[]}}";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final MovableClock clock = new MovableClock(START);

    private Reading now(String device, double value) {
        return reading(device, clock.millis(), value, clock.millis());
    }

    private static Delivery once() {
        return new Delivery.Once();
    }

    private static Delivery repeatable(long fingerprint, boolean suspect) {
        return new Delivery.Repeatable("d1", fingerprint, suspect, 100);
    }

    @Test
    void nothingIsAcknowledgedBeforeItsGroupIsCommitted() throws IOException {
        try (CoreRun run = new CoreRun(folder, clock).running(RAW)) {
            AtomicInteger acks = new AtomicInteger();
            CoreRun.soon().until(() -> run.core.groups() == 1);
            run.log.hold();
            Offset before = run.log.stats().next();

            IntStream.range(0, 10)
                    .forEach(i -> run.offer(message("field", now("d1", i), once(), acks::incrementAndGet)));
            CoreRun.soon().until(run.log::isHolding);

            assertThat(acks).hasValue(0);
            assertThat(run.log.stats().next()).isEqualTo(before);
            run.log.goOn();
            CoreRun.soon().until(() -> acks.get() == 10);
        }
    }

    @Test
    void everyAcknowledgementFindsItsRecordInTheLog() throws IOException {
        try (CoreRun run = new CoreRun(folder, clock).running(RAW)) {
            Queue<Long> missing = new ConcurrentLinkedQueue<>();
            AtomicInteger acks = new AtomicInteger();
            for (int i = 1; i <= 300; i++) {
                long number = i;
                run.offer(message("field", now("d1", i), once(), () -> {
                    int raw = run.core.streams().all().getOrDefault("raw", -1);
                    if (run.log.stats().appended().getOrDefault(raw, 0L) < number) {
                        missing.add(number);
                    }
                    acks.incrementAndGet();
                }));
            }

            CoreRun.soon().until(() -> acks.get() == 300);
            assertThat(missing).isEmpty();
        }
    }

    @Test
    void recordsAndAcknowledgementsKeepTheOrderOfTheOffers() throws IOException {
        try (CoreRun run = new CoreRun(folder, clock).running(RAW)) {
            Queue<Integer> acked = new ConcurrentLinkedQueue<>();
            for (int i = 0; i < 2000; i++) {
                int number = i;
                run.offer(message("field", now("d" + i % 7, i), once(), () -> acked.add(number)));
            }

            CoreRun.soon().until(() -> acked.size() == 2000);
            assertThat(List.copyOf(acked)).isSorted();
            assertThat(values(run.records().getOrDefault("raw", List.of())))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 2000).mapToObj(i -> (double) i).toList());
        }
    }

    private static List<Double> values(List<ByteBuffer> records) {
        List<Double> values = new ArrayList<>();
        for (ByteBuffer bytes : records) {
            Record item = RecordCodec.decode(new BinaryReader(bytes));
            if (item instanceof Reading reading && reading.value() instanceof Value.Num number) {
                values.add(number.value());
            }
        }
        return values;
    }

    @Test
    void aMessageThatComesAgainIsAcknowledgedAndCountedButNotStoredTwice() throws IOException {
        AtomicInteger acks = new AtomicInteger();
        try (CoreRun run = new CoreRun(folder, clock).running(RAW)) {
            run.offer(message("field", now("d1", 1), repeatable(7, false), acks::incrementAndGet));
            run.offer(message("field", now("d1", 1), repeatable(7, true), acks::incrementAndGet));
            run.awaitTotal("adapters/field/messages", 2);
        }
        try (CoreRun again = new CoreRun(folder, clock).running(RAW)) {
            again.offer(message("field", now("d1", 1), repeatable(7, true), acks::incrementAndGet));

            again.awaitTotal("adapters/field/messages", 3);
            CoreRun.soon().until(() -> acks.get() == 3);
            assertThat(again.total("adapters/field/rejected/repeat")).isEqualTo(2);
            assertThat(again.total("adapters/field/decoded")).isEqualTo(1);
            assertThat(again.records().get("raw")).hasSize(1);
        }
    }

    @Test
    void aSessionThatBeginsMakesAnOldFingerprintNewAndIsKeptAcrossARestart() throws IOException {
        try (CoreRun run = new CoreRun(folder, clock).running(RAW)) {
            run.offer(message("field", now("d1", 1), repeatable(7, false), Ack.NONE));
            run.offer(new Arrival.Session("field", "d1", true, Ack.NONE));
            run.offer(message("field", now("d1", 2), repeatable(7, true), Ack.NONE));
            run.awaitTotal("adapters/field/decoded", 2);
            assertThat(run.total("adapters/field/rejected/repeat")).isZero();
        }
        try (CoreRun again = new CoreRun(folder, clock)) {
            assertThat(again.core.sessions("field")).containsExactly("d1");
            again.running(RAW);
            again.offer(new Arrival.Session("field", "d1", false, Ack.NONE));
            again.offer(message("field", now("d1", 3), repeatable(7, true), Ack.NONE));

            again.awaitTotal("adapters/field/decoded", 3);
            assertThat(CoreRun.answer(again.core.ask(() -> again.core.sessions("field"))))
                    .isEmpty();
        }
    }

    @Test
    void theLedgerBalancesAtEveryMomentUnderLoad() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        try (CoreRun run = new CoreRun(folder, clock).running(PipelineTexts.THREE)) {
            for (int i = 0; i < 3000; i++) {
                run.offer(randomMessage(random, i));
                if (i % 50 == 0) {
                    clock.move(Duration.ofMillis(random.nextInt(4000)));
                }
                if (i % 10 == 0) {
                    assertThat(run.imbalances()).isEmpty();
                }
                if (i == 1500) {
                    run.switchTo(PipelineTexts.FOUR);
                }
            }
            run.awaitTotal("adapters/field/messages", 3000);
            assertThat(run.imbalances()).isEmpty();
            assertThat(run.total("streams/win/appended")).isPositive();
            assertThat(run.total("adapters/field/rejected/undecodable")).isPositive();
        }
        try (CoreRun again = new CoreRun(folder, clock)) {
            assertThat(again.imbalances()).isEmpty();
            assertThat(again.total("adapters/field/messages")).isEqualTo(3000);
        }
    }

    private Arrival randomMessage(SplittableRandom random, int number) {
        if (random.nextInt(10) == 0) {
            Arrival.Content broken = new Arrival.Content.Rejected("undecodable", "no JSON");
            return new Arrival.Message("field", "", broken, once(), 50, Ack.NONE);
        }
        long time = clock.millis() - random.nextInt(15_000);
        Reading reading = reading("d" + random.nextInt(5), time, random.nextInt(10), clock.millis());
        return message("field", reading, repeatable(number - random.nextInt(2), random.nextBoolean()), Ack.NONE);
    }

    @Test
    void aReadingDoesNotOvertakeWhatWasDueWhenItCameIn() throws IOException {
        String windows = """
                {"win":{"from":["field"],"steps":[{"window":{"size":"10s","idle":"20s","late":true,"emit":["count"]}}]}}""";
        try (CoreRun run = new CoreRun(folder, clock).running(windows)) {
            long begin = clock.millis();
            run.offer(message("field", reading("d1", begin, 1, begin), once(), Ack.NONE));
            run.awaitTotal("pipelines/win/in", 1);
            // The core has looked at the clock: now silence ends the window, and only then a reading for it comes.
            CoreRun.answer(run.core.ask(() -> {
                clock.move(Duration.ofSeconds(21));
                run.offer(message("field", reading("d1", begin + 1, 1, clock.millis()), once(), Ack.NONE));
                return "";
            }));

            run.awaitTotal("pipelines/win/in", 2);
            assertThat(run.total("pipelines/win/late")).isEqualTo(1);
            assertThat(run.imbalances()).isEmpty();
        }
    }

    @Test
    void silenceEndsAWindowAlsoWhenTheClockIsSetBackMeanwhile() throws IOException {
        String windows = """
                {"win":{"from":["field"],"steps":[{"window":{"size":"10s","idle":"20s","emit":["count"]}}]}}""";
        try (CoreRun run = new CoreRun(folder, clock).running(windows)) {
            long begin = clock.millis();
            run.offer(message("field", reading("d1", begin, 1, begin), once(), Ack.NONE));
            run.awaitTotal("pipelines/win/in", 1);
            clock.move(Duration.ofDays(-1));
            // the core looks at the clock before it answers
            CoreRun.answer(run.core.ask(() -> ""));
            CoreRun.answer(run.core.ask(() -> ""));

            clock.move(Duration.ofSeconds(21));

            run.awaitTotal("pipelines/win/results", 1);
        }
    }

    @Test
    void aReadingThatCameInBeforeItsDeviceWasSilentLongEnoughKeepsTheWindowOpen() throws IOException {
        String windows = """
                {"win":{"from":["field"],"steps":[{"window":{"size":"10s","idle":"20s","late":true,"emit":["count"]}}]}}""";
        try (CoreRun run = new CoreRun(folder, clock).running(windows)) {
            long begin = clock.millis();
            run.offer(message("field", reading("d1", begin, 1, begin), once(), Ack.NONE));
            run.awaitTotal("pipelines/win/in", 1);
            CoreRun.answer(run.core.ask(() -> {
                run.offer(message("field", reading("d1", begin + 1, 1, begin + 19_000), once(), Ack.NONE));
                clock.move(Duration.ofSeconds(21));
                return "";
            }));

            run.awaitTotal("pipelines/win/in", 2);
            assertThat(run.total("pipelines/win/late")).isZero();
            assertThat(run.imbalances()).isEmpty();
        }
    }

    @Test
    void whatWasTurnedAwayIsCountedAlsoWhenTheAdapterGoesAtOnce() throws IOException {
        try (CoreRun run = new CoreRun(folder, clock).running(RAW)) {
            run.door.turnedAway("field");
            run.door.turnedAway("field");
            run.core.forget(run.door);
            run.switchTo(RAW);

            run.awaitTotal("adapters/field/rejected/intake-full", 2);
            assertThat(run.imbalances()).isEmpty();
        }
    }

    @Test
    void anIntakeThatIsFullTakesMoreOnlyWhenThereIsRoomOnTheDisk() throws IOException {
        try (CoreRun run = new CoreRun(folder, clock, new ByteSize(1000)).running(RAW)) {
            AtomicInteger acks = new AtomicInteger();
            run.log.hold();
            int taken = 0;
            while (run.door.offer(message("field", now("d1", taken), once(), acks::incrementAndGet))) {
                taken++;
            }
            AtomicInteger called = new AtomicInteger();
            run.door.whenRoom(called::incrementAndGet);

            assertThat(taken).isEqualTo(10);
            assertThat(called).hasValue(0);
            run.log.goOn();
            CoreRun.soon().until(() -> called.get() == 1);
            run.offer(message("field", now("d1", 99), once(), acks::incrementAndGet));
            CoreRun.soon().until(() -> acks.get() == 11);
        }
    }
}
