package io.weir.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.buffer.Cursor;
import io.weir.buffer.Entry;
import io.weir.buffer.Group;
import io.weir.buffer.Inspection;
import io.weir.buffer.LogConfig;
import io.weir.buffer.Offset;
import io.weir.buffer.RecordLog;
import io.weir.buffer.Start;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code weir buffer}: what an operator does with the buffer of a stopped, running or broken gateway. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class BufferCommandTest {

    private static final ByteBuffer NO_NOTE = ByteBuffer.allocate(0);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int weir(Object... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        String[] texts = Stream.of(arguments).map(String::valueOf).toArray(String[]::new);
        return Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), texts);
    }

    private Path data() {
        return folder.resolve("data");
    }

    /** Twenty readings, of which the uplink has delivered all but the last. */
    private void delivered() throws Exception {
        try (Stored stored = new Stored(data())) {
            stored.send(20);
            stored.stopCore();
            deliver(stored.log());
        }
    }

    private static void deliver(RecordLog log) throws IOException, InterruptedException {
        try (Cursor cursor = log.cursor("cloud", Set.of(16), new Start.Oldest())) {
            assertThat(cursor.read(19, 1 << 20, Duration.ZERO)).hasSize(19);
            cursor.commit(log.stats().next(), NO_NOTE);
        }
    }

    private Inspection.CursorView cursor() throws IOException {
        return StoredBuffer.inspect(data()).cursors().get(0);
    }

    @Test
    void replaySetsTheUplinkBackAndTheLedgerStillBalances() throws Exception {
        delivered();

        assertThat(weir("buffer", "replay", data(), "--uplink", "cloud", "--from", "oldest"))
                .as(err.toString())
                .isZero();

        assertThat(out.toString()).contains("20 records go again", "was set back", "delivered=20");
        assertThat(cursor().standing().lag()).isEqualTo(20);
        assertThat(weir("ledger", data())).isZero();
        JsonNode uplink = new ObjectMapper().readTree(out.toString()).at("/uplinks/cloud");
        assertThat(uplink.path("appended").asLong()).isEqualTo(20);
        assertThat(uplink.path("pending").asLong()).isEqualTo(20);
        assertThat(uplink.path("delivered").asLong()).isZero();
    }

    @Test
    void aDryRunChangesNothingAndNeedsNoLock() throws Exception {
        delivered();
        try (RecordLog running = StoredBuffer.open(data())) {
            assertThat(weir("buffer", "replay", data(), "--uplink", "cloud", "--from", "0", "--dry-run"))
                    .as(err.toString())
                    .isZero();
            assertThat(out.toString()).contains("20 records go again", "would be set back");
            assertThat(running.stats().gaps()).isEmpty();
        }
        assertThat(cursor().standing().lag()).isZero();
    }

    @Test
    void replayOfARunningGatewayIsRefusedAndNamesIt() throws Exception {
        delivered();
        try (RecordLog running = StoredBuffer.open(data())) {
            assertThat(weir("buffer", "replay", data(), "--uplink", "cloud", "--from", "0"))
                    .isEqualTo(3);
            assertThat(err.toString())
                    .contains("in use by the process with pid "
                            + ProcessHandle.current().pid());
            assertThat(running.stats().gaps()).isEmpty();
        }
        assertThat(cursor().standing().lag()).isZero();
    }

    @Test
    void replayNeverSkipsAndSaysWhatItCannotUnderstand() throws Exception {
        delivered();
        assertThat(weir("buffer", "replay", data(), "--uplink", "clod", "--from", "0"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("there is no uplink clod", "cloud");
        assertThat(weir("buffer", "replay", data(), "--uplink", "cloud", "--from", "yesterday"))
                .isEqualTo(2);
        assertThat(weir("buffer", "replay", data(), "--from", "0")).isEqualTo(2);
        assertThat(weir("buffer", "replay", folder.resolve("none"), "--uplink", "cloud", "--from", "0"))
                .isEqualTo(2);
        assertThat(weir("buffer", "replay", data(), "--uplink", "cloud", "--from", "0"))
                .isZero();
        assertThat(weir("buffer", "replay", data(), "--uplink", "cloud", "--from", "9"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("replay only goes back");
        assertThat(cursor().standing().lag()).isEqualTo(20);
    }

    @Test
    void whatIsNotThereAnyMoreIsSaidAndEndsWithFour() throws Exception {
        LogConfig small = LogConfig.defaults(Clock.systemUTC(), 1)
                .withSegmentSize(1 << 16)
                .withDiskReserve(0, 0);
        Entry entry = new Entry(16, 1, ByteBuffer.allocate(1000));
        Files.createDirectories(data());
        try (RecordLog log = RecordLog.open(data().resolve("buffer"), small);
                Cursor cursor = log.cursor("cloud", Set.of(16), new Start.Oldest())) {
            for (int i = 0; i < 6; i++) {
                log.append(new Group(Collections.nCopies(50, entry)));
                log.commit();
            }
            cursor.commit(new Offset(280), NO_NOTE);
            log.tidy();
        }

        assertThat(weir("buffer", "replay", data(), "--uplink", "cloud", "--from", "10"))
                .isEqualTo(4);

        assertThat(out.toString()).contains("gone: everything before offset");
        assertThat(cursor().standing().position().value()).isBetween(11L, 279L);
        assertThat(weir("ledger", data())).isZero();
    }

    @Test
    void salvageMakesABufferThatAGatewayGoesOnWith() throws Exception {
        delivered();
        Path saved = folder.resolve("saved");
        Path lines = folder.resolve("raw.jsonl");
        Files.delete(data().resolve("buffer").resolve("FORMAT"));

        assertThat(weir("buffer", "salvage", data(), "--output", saved, "--lines", lines, "--stream", "raw"))
                .as(out.toString() + err)
                .isZero();

        assertThat(out.toString()).containsPattern("raw +20 +0");
        assertThat(Files.readAllLines(lines)).hasSize(20).allMatch(line -> line.contains("\"id\":\"gw-1/1/"));
        assertThat(weir("buffer", "verify", saved)).isZero();
        try (Stored again = new Stored(saved)) {
            again.send(5);
        }
        assertThat(weir("buffer", "cat", saved, "--stream", "raw")).isZero();
        assertThat(out.toString().lines()).hasSize(25);
        assertThat(weir("ledger", saved)).isZero();
        assertThat(weir("buffer", "salvage", data(), "--output", saved)).isEqualTo(3);
        assertThat(weir("buffer", "salvage", folder.resolve("none"), "--output", saved))
                .isEqualTo(2);
    }

    @Test
    void salvageNamesWhatIsMissingAndEndsWithFour() throws Exception {
        try (Stored stored = new Stored(data())) {
            stored.send(5000);
        }
        Path segment;
        try (Stream<Path> files = Files.list(data().resolve("buffer").resolve("log"))) {
            segment = files.sorted().findFirst().orElseThrow();
        }
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.write(new byte[100]); // MapDB cannot open it any more
            file.seek((1 << 20) + 20_000);
            file.write(new byte[50_000]);
        }

        int code = weir("buffer", "salvage", data(), "--output", folder.resolve("saved"));

        assertThat(code).as(out.toString() + err).isEqualTo(4);
        assertThat(out.toString()).containsPattern("missing: offsets \\d+ up to \\d+");
        assertThat(weir("buffer", "ls", folder.resolve("saved"))).isZero();
        assertThat(out.toString()).doesNotContain("quarantined");
    }

    @Test
    void aRunningGatewayIsLookedIntoWithoutDisturbingItAndItsTailIsNoDamage() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        LogConfig quick = LogConfig.defaults(Clock.systemUTC(), 1)
                .withSegmentSize(1 << 20)
                .withCursorSync(Duration.ofMillis(20));
        try (Stored stored = new Stored(data(), quick);
                Cursor cursor = stored.log().cursor("cloud", Set.of(0, 1, 16), new Start.Oldest())) {
            Thread feeder = new Thread(() -> {
                while (!stop.get()) {
                    stored.send(50);
                }
            });
            feeder.start();
            try {
                for (int look = 0; look < 6; look++) {
                    Offset before = stored.log().stats().next();
                    cursor.commit(before, NO_NOTE); // so that retention deletes meanwhile
                    await().atMost(Duration.ofMinutes(1))
                            .until(() -> stored.log().stats().next().compareTo(before) > 0);
                    expectHealthy();
                }
            } finally {
                stop.set(true);
                feeder.join();
            }
            assertThat(stored.log().stats().gaps()).isEmpty();
        }
        expectHealthy();
    }

    private void expectHealthy() {
        for (List<Object> command : List.<List<Object>>of(
                List.of("buffer", "verify", data()),
                List.of("buffer", "ls", data()),
                List.of("buffer", "cat", data()),
                List.of("ledger", data()))) {
            int code = weir(command.toArray());
            assertThat(code).as(command + " " + err + out).isZero();
        }
    }
}
