package io.weir.gateway.core;

import static io.weir.gateway.core.CoreRun.START;
import static io.weir.gateway.core.CoreRun.message;
import static io.weir.gateway.core.CoreRun.reading;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.Delivery;
import io.weir.device.Reading;
import io.weir.device.RecordCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Promise P2: however often the gateway crashes, its streams hold the records of a run without crashes, bit for bit and
 * once each. A crash is a copy of the directory, made on the thread that writes it, of which the next life begins.
 */
class CrashEquivalenceTest {

    private static final int STEPS = 10;

    /** What happens to a gateway, in order. */
    private sealed interface Step {
        /** Messages that arrive together. The number of the first tells them apart. */
        record Batch(long first, List<Reading> readings) implements Step {}

        record Wait(Duration time) implements Step {}

        record Switch(String pipelines) implements Step {}
    }

    /** What is compared at the end. */
    private record Outcome(Map<String, List<String>> records, Map<String, Long> accounts, boolean fromCheckpoint) {}

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** Thirty cases, or as many as the property says, in fives. */
    static LongStream seeds() {
        return LongStream.iterate(
                Long.getLong("crash.from", 0),
                seed -> seed < Long.getLong("crash.from", 0) + Integer.getInteger("crash.cases", 30),
                seed -> seed + 5);
    }

    @ParameterizedTest(name = "seeds from {0}")
    @MethodSource("seeds")
    void crashesLeaveTheRecordsAndAccountsOfARunWithoutThem(long from) throws IOException {
        for (long seed = from; seed < from + 5; seed++) {
            Steps steps = steps(new SplittableRandom(seed));
            Outcome calm = new Life(folder.resolve(seed + "-calm"), new SplittableRandom(seed), 0).live(steps);
            Outcome crashed = new Life(folder.resolve(seed + "-crashed"), new SplittableRandom(~seed), 3).live(steps);

            assertThat(crashed.records())
                    .as("records, seed %d, %s", seed, steps.pipelines())
                    .isEqualTo(calm.records());
            assertThat(crashed.accounts()).as("accounts, seed %d", seed).isEqualTo(calm.accounts());
            assertThat(calm.records().get("win")).as("windows, seed %d", seed).isNotEmpty();
            assertThat(crashed.fromCheckpoint())
                    .as("a checkpoint, seed %d", seed)
                    .isTrue();
        }
    }

    /** What happens, under which pipelines at first. */
    private record Steps(String pipelines, List<Step> all) {}

    private static Steps steps(SplittableRandom random) {
        String seeded = PipelineTexts.seeded(random);
        List<Step> steps = new ArrayList<>();
        long now = START.toEpochMilli();
        long number = 0;
        for (int i = 0; i < STEPS; i++) {
            List<Reading> readings = new ArrayList<>();
            for (int n = random.nextInt(1, 9); n > 0; n--) {
                long time = now - random.nextInt(12_000);
                readings.add(reading("d" + random.nextInt(4), time, random.nextInt(100) / 10.0, now));
            }
            steps.add(new Step.Batch(number, readings));
            number += readings.size();
            if (i == STEPS / 2) {
                steps.add(new Step.Switch(PipelineTexts.with(
                        PipelineTexts.FOUR, random.nextBoolean() ? seeded : PipelineTexts.seeded(random))));
            }
            long millis = random.nextInt(4) == 0 ? random.nextInt(15_000, 40_000) : random.nextInt(1_000, 4_000);
            steps.add(new Step.Wait(Duration.ofMillis(millis)));
            now += millis;
        }
        return new Steps(PipelineTexts.with(PipelineTexts.THREE, seeded), steps);
    }

    /** One gateway through all its crashes. */
    private static final class Life {
        private final Path directory;
        private final SplittableRandom random;
        private final MovableClock clock = new MovableClock(START);
        private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
        private final Set<Long> sent = ConcurrentHashMap.newKeySet();

        /** Waits for which the clock was moved; a step that is tried again after a crash does not move it again. */
        private final Set<Step> begun = Collections.newSetFromMap(new IdentityHashMap<>());

        private String pipelines = "";
        private boolean fromCheckpoint;
        private int crashesLeft;
        private int lives;
        private Crash crash = new Crash(Path.of("never"), Integer.MAX_VALUE);

        Life(Path directory, SplittableRandom random, int crashes) {
            this.directory = directory;
            this.random = random;
            this.crashesLeft = crashes;
        }

        private CoreRun begin(Path from) throws IOException {
            CoreRun fresh = new CoreRun(from, clock);
            fromCheckpoint |= lives > 0 && fresh.log.checkpoints().newest().isPresent();
            fresh.running(pipelines);
            lives++;
            if (crashesLeft > 0) {
                crash = new Crash(directory.resolve(String.valueOf(lives)), random.nextInt(3, 30));
                crash.plan(from, fresh.log);
            } else {
                crash = new Crash(Path.of("never"), Integer.MAX_VALUE);
            }
            return fresh;
        }

        Outcome live(Steps steps) throws IOException {
            pipelines = steps.pipelines();
            CoreRun run = begin(directory.resolve("0"));
            try {
                for (Step step : steps.all()) {
                    boolean done = attempt(run, step);
                    while (!done) {
                        crashesLeft--;
                        run.close();
                        run = begin(crash.copy);
                        done = attempt(run, step);
                    }
                }
                return new Outcome(readable(run.records()), accounts(run), fromCheckpoint);
            } finally {
                run.close();
            }
        }

        /** Every byte of every record, and for people what they say. */
        private static Map<String, List<String>> readable(Map<String, List<ByteBuffer>> records) {
            Map<String, List<String>> readable = new TreeMap<>();
            records.forEach((stream, all) -> readable.put(
                    stream,
                    all.stream()
                            .map(bytes -> {
                                byte[] copy = new byte[bytes.remaining()];
                                bytes.duplicate().get(copy);
                                return RecordCodec.decode(bytes.duplicate()) + " "
                                        + HexFormat.of().formatHex(copy);
                            })
                            .toList()));
            return readable;
        }

        /** False when the crash came before the step was known to be done. */
        private boolean attempt(CoreRun run, Step step) {
            if (step instanceof Step.Batch batch) {
                return send(run, batch);
            }
            if (step instanceof Step.Switch change) {
                pipelines = change.pipelines();
                var done = run.core.switchPipelines(new PipelineTexts().read(pipelines), pipelines);
                return until(done::isDone);
            }
            if (step instanceof Step.Wait wait && begun.add(wait)) {
                clock.move(wait.time());
            }
            boolean first = probe(run);
            return first && probe(run);
        }

        private boolean send(CoreRun run, Step.Batch batch) {
            for (int i = 0; i < batch.readings().size(); i++) {
                long number = batch.first() + i;
                if (!acknowledged.contains(number)) {
                    Delivery delivery = new Delivery.Repeatable("p" + number % 3, number, !sent.add(number), 100);
                    run.offer(message("field", batch.readings().get(i), delivery, () -> acknowledged.add(number)));
                }
            }
            return until(() -> {
                for (int i = 0; i < batch.readings().size(); i++) {
                    if (!acknowledged.contains(batch.first() + i)) {
                        return false;
                    }
                }
                return true;
            });
        }

        /** A message for no pipeline. When a second one is acknowledged, the clock was looked at after the first. */
        private boolean probe(CoreRun run) {
            AtomicInteger acks = new AtomicInteger();
            run.offer(message(
                    "probe",
                    reading("p", clock.millis(), 0, clock.millis()),
                    new Delivery.Once(),
                    acks::incrementAndGet));
            return until(() -> acks.get() == 1);
        }

        private boolean until(Callable<Boolean> done) {
            Crash current = crash;
            CoreRun.soon().until(() -> current.happened || done.call());
            return !current.happened;
        }

        /** The committed totals without the probes and without what only repeats add. */
        private Map<String, Long> accounts(CoreRun run) {
            Map<String, Long> totals = new TreeMap<>(run.totals());
            long repeats = totals.getOrDefault("adapters/field/rejected/repeat", 0L);
            totals.merge("adapters/field/messages", -repeats, Long::sum);
            totals.remove("adapters/field/rejected/repeat");
            totals.keySet().removeIf(key -> key.startsWith("adapters/probe/"));
            // An account may have been named and never used.
            totals.values().removeIf(total -> total == 0);
            return totals;
        }
    }

    /** The power goes at the given call to the disk; what the directory holds then is what the next life finds. */
    private static final class Crash {
        private static final int MOST_COPIES = 100;

        private Path copy;
        private int calls;
        private volatile boolean happened;

        Crash(Path copy, int calls) {
            this.copy = copy;
            this.calls = calls;
        }

        void plan(Path directory, FaultyLog log) {
            log.fails(place -> {
                calls--;
                if (calls == 0) {
                    copy = copyOf(directory);
                    happened = true;
                }
                if (calls <= 0) {
                    throw new IOException("the power is gone, " + place);
                }
            });
        }

        /** What the log's own thread renames or deletes meanwhile makes it begin again, elsewhere. */
        private Path copyOf(Path directory) throws IOException {
            for (int again = 0; ; again++) {
                Path place = copy.resolveSibling(copy.getFileName() + "-" + again);
                try {
                    copy(directory, place);
                    return place;
                } catch (NoSuchFileException | UncheckedIOException e) {
                    if (again == MOST_COPIES) {
                        throw e;
                    }
                }
            }
        }

        private static void copy(Path from, Path to) throws IOException {
            List<Path> files;
            try (Stream<Path> all = Files.walk(from)) {
                files = all.toList();
            }
            for (Path file : files) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}
