package io.weir.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.weir.buffer.LogConfig;
import io.weir.buffer.RecordLog;
import io.weir.device.ByteSize;
import io.weir.gateway.config.GatewayConfig;
import io.weir.gateway.core.Core;
import io.weir.gateway.core.CoreConfig;
import io.weir.gateway.core.FaultyLog;
import io.weir.gateway.core.InputsNeeded;
import io.weir.gateway.core.MovableClock;
import io.weir.gateway.remote.Switch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SwitchoverTest {

    private static final String BASE = """
            gateway: {id: gw-1, data-dir: DATA}
            adapters:
              a: {type: fake, port: 1}
              b: {type: fake, port: 2}
            pipelines:
              quiet: {from: a, steps: [{deadband: {abs: 0.5}}]}
              raw: {from: b, steps: []}
            uplinks:
              up: {type: memory, label: x, streams: [raw], batch: {max-wait: 0s}}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-21T10:00:00Z"));
    private final FakeParts parts = new FakeParts();

    @SuppressWarnings("NullAway.Init")
    private FaultyLog log;

    @SuppressWarnings("NullAway.Init")
    private Core core;

    @SuppressWarnings("NullAway.Init")
    private Switchover switchover;

    @BeforeEach
    void start() throws IOException {
        InputsNeeded needed = new InputsNeeded();
        log = new FaultyLog(RecordLog.open(
                folder.resolve("buffer"),
                LogConfig.defaults(clock, 1).withDiskReserve(0, 0).withRetain(needed)));
        core = Core.recover(
                log,
                new StoredPipelines(),
                needed,
                new CoreConfig("gw-1", new ByteSize(1 << 20), Duration.ZERO, new ByteSize(1 << 20), clock));
        core.start();
        Catalog catalog = parts.catalog();
        switchover = new Switchover(
                core, new Adapters(catalog, core, clock), new Uplinks(catalog, log, core, folder, clock));
    }

    @AfterEach
    void stop() throws IOException, InterruptedException {
        switchover.closeAdapters();
        core.stop();
        switchover.closeUplinks();
        log.close();
    }

    private GatewayConfig config(String yaml) {
        return parts.config(yaml, folder);
    }

    private SwitchFailedException failure(String yaml) {
        SwitchFailedException failure =
                catchThrowableOfType(SwitchFailedException.class, () -> switchover.apply(config(yaml)));
        assertThat(failure).isNotNull();
        return failure;
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofMinutes(1)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
    }

    private void awaitTotal(String path, long value) {
        soon().until(() -> core.accounts().totals().getOrDefault(path, 0L) == value);
    }

    @Test
    void partsThatDidNotChangeAreNotRestartedAndKeepTheirState() throws IOException {
        switchover.apply(config(BASE));
        assertThat(parts.offer("a", 1)).isTrue();
        awaitTotal("streams/quiet/appended", 1);
        RunningUplink before = switchover.uplinks().get("up");
        List<String> events = List.copyOf(parts.events);

        switchover.apply(config(BASE.replace("  raw: {", "  more: {from: [a, b], steps: []}\n  raw: {")));
        assertThat(parts.offer("a", 1)).isTrue();

        awaitTotal("pipelines/quiet/filtered/1-deadband", 1);
        awaitTotal("streams/more/appended", 1);
        assertThat(parts.events).containsExactlyElementsOf(events);
        assertThat(switchover.uplinks().get("up")).isSameAs(before);
    }

    @Test
    void aChangedAdapterLetsGoOfItsPortBeforeTheNewOneListens() throws IOException {
        switchover.apply(config(BASE));
        parts.events.clear();

        switchover.apply(config(BASE.replace("port: 1", "port: 3")));

        assertThat(parts.events).containsExactly("close a 1", "start a 3");
        assertThat(parts.offer("a", 1)).isTrue();
        awaitTotal("streams/quiet/appended", 1);
    }

    @Test
    void aPartThatDoesNotStartLeavesEverythingAsItWas() throws IOException {
        switchover.apply(config(BASE));
        assertThat(parts.offer("a", 1)).isTrue();
        assertThat(parts.offer("b", 7)).isTrue();
        soon().until(() -> parts.delivered.contains("x 7"));
        RunningUplink before = switchover.uplinks().get("up");
        parts.taken.add(9L);

        SwitchFailedException failure = failure(BASE.replace("port: 1", "port: 3")
                .replace("port: 2", "port: 9")
                .replace("abs: 0.5", "abs: 0.1")
                .replace("label: x", "label: y"));

        assertThat(failure).hasMessageContaining("port 9 is taken");
        assertThat(failure.isRestored()).isTrue();
        assertThat(parts.events).endsWith("close sink y").contains("close a 3");
        assertThat(switchover.uplinks().get("up")).isSameAs(before);
        assertThat(switchover.adapters()).containsOnlyKeys("a", "b");
        assertThat(parts.offer("a", 1.2)).isTrue();
        assertThat(parts.offer("b", 8)).isTrue();
        awaitTotal("pipelines/quiet/filtered/1-deadband", 1);
        soon().until(() -> parts.delivered.contains("x 8"));
        assertThat(parts.delivered).containsExactly("x 7", "x 8");
    }

    @Test
    void aDiskThatRefusesLeavesEverythingAsItWasAndIsNotTheConfigurationsFault() throws IOException {
        switchover.apply(config(BASE));
        assertThat(parts.offer("a", 1)).isTrue();
        awaitTotal("streams/quiet/appended", 1);
        RunningUplink before = switchover.uplinks().get("up");
        log.fails(place -> {
            if (place == FaultyLog.Place.BEFORE_APPEND) {
                throw new IOException("no space left");
            }
        });

        SwitchFailedException failure = failure(BASE.replace("port: 1", "port: 3")
                .replace("abs: 0.5", "abs: 0.1")
                .replace("label: x", "label: y"));
        log.fails(place -> {});

        assertThat(failure).hasMessageContaining("no space left");
        assertThat(RemoteSwitch.outcome(failure)).isInstanceOf(Switch.Outcome.Refused.class);
        assertThat(switchover.uplinks().get("up")).isSameAs(before);
        assertThat(parts.events).containsSubsequence("close a 3", "start a 1");
        assertThat(parts.offer("a", 1.2)).isTrue();
        awaitTotal("pipelines/quiet/filtered/1-deadband", 1);
        assertThat(parts.offer("b", 8)).isTrue();
        soon().until(() -> parts.delivered.contains("x 8"));
    }

    @Test
    void aDiskThatCannotBeReadEitherIsSaidToBeUndecided() throws IOException {
        switchover.apply(config(BASE));
        log.fails(place -> {
            throw new IOException("the disk is gone");
        });

        SwitchFailedException failure = failure(BASE.replace("abs: 0.5", "abs: 0.1"));
        log.fails(place -> {});

        assertThat(failure.isStorage()).isTrue();
        assertThat(RemoteSwitch.outcome(failure)).isInstanceOf(Switch.Outcome.RollbackFailed.class);
    }

    @Test
    void whatLeavesThePipelinesAloneIsSwitchedAlsoWhileTheDiskRefuses() throws IOException {
        switchover.apply(config(BASE));
        log.fails(place -> {
            throw new IOException("no space left");
        });

        switchover.apply(config(BASE.replace("label: x", "label: y")));
        log.fails(place -> {});

        parts.offer("b", 3);
        soon().until(() -> parts.delivered.contains("y 3"));
    }

    @Test
    void anAdapterThatCannotComeBackEitherIsSaid() throws IOException {
        switchover.apply(config(BASE));
        parts.taken.add(1L);
        parts.taken.add(9L);

        SwitchFailedException failure = failure(BASE.replace("port: 1", "port: 9"));

        assertThat(failure.isRestored()).isFalse();
        assertThat(switchover.adapters()).containsOnlyKeys("b");
        assertThat(parts.offer("b", 5)).isTrue();
        soon().until(() -> parts.delivered.contains("x 5"));
    }

    @Test
    void aChangedUplinkGoesOnFromItsCursor() throws IOException {
        switchover.apply(config(BASE));
        for (int i = 0; i < 3; i++) {
            parts.offer("b", i);
        }
        soon().until(() -> parts.delivered.size() == 3);
        soon().until(() -> switchover.uplinks().values().stream()
                .allMatch(running -> running.account().pending() == 0));

        switchover.apply(config(BASE.replace("label: x", "label: y")));
        parts.offer("b", 3);
        parts.offer("b", 4);

        soon().until(() -> parts.delivered.size() == 5);
        assertThat(parts.delivered).containsExactly("x 0", "x 1", "x 2", "y 3", "y 4");
        assertThat(parts.events).contains("close sink x");
    }

    @Test
    void anUplinkThatIsGoneHoldsNothingInTheBufferAnyMore() throws IOException {
        switchover.apply(config(BASE));
        parts.offer("b", 1);
        soon().until(() -> parts.delivered.size() == 1);
        log.tidy();
        assertThat(RecordLog.inspect(folder.resolve("buffer")).cursors())
                .extracting(cursor -> cursor.name())
                .containsExactly("up");

        switchover.apply(config(BASE.substring(0, BASE.indexOf("uplinks:")) + "uplinks: {}\n"));
        log.tidy();

        assertThat(RecordLog.inspect(folder.resolve("buffer")).cursors()).isEmpty();
        assertThat(switchover.uplinks()).isEmpty();
        assertThat(parts.events).contains("close sink x");
    }
}
