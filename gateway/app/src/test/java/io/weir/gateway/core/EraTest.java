package io.weir.gateway.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.Delivery;
import io.weir.device.DeviceId;
import io.weir.device.Quality;
import io.weir.device.Reading;
import io.weir.device.Record;
import io.weir.device.RecordCodec;
import io.weir.device.TimeQuality;
import io.weir.device.TimeQuality.Origin;
import io.weir.device.Value;
import io.weir.device.WindowResult;
import io.weir.gateway.time.SiteClock;
import io.weir.gateway.time.ToldTrust;
import io.weir.gateway.time.Uptime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine that does not know the time, or whose time is meddled with, with a real log. */
class EraTest {

    private static final String RAW = "{\"raw\":{\"from\":[\"field\"],\"steps\":[]}}";
    private static final String WINDOWS =
            "{\"w\":{\"from\":[\"field\"],\"steps\":[{\"window\":{\"size\":\"10s\",\"emit\":\"count\"}}]}}";
    private static final Instant TRUTH = Instant.parse("2026-11-21T10:00:00Z");
    private static final Duration DAYS = Duration.ofDays(3);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** The machine: what its system clock shows, how long it is up, and whether that clock is to be trusted. */
    private final MovableClock system = new MovableClock(TRUTH);

    private final MovableClock up = new MovableClock(Instant.EPOCH);
    private String boot = "boot-1";
    private final ToldTrust trust = new ToldTrust(true);
    private int sent;

    private SiteClock clock() {
        return SiteClock.of(system, new Uptime(boot, up::millis), trust);
    }

    private void pass(Duration time) {
        system.move(time);
        up.move(time);
    }

    private void reboot(Instant systemShows) {
        boot = boot + "'";
        up.move(Duration.ofMillis(-up.millis()));
        system.move(Duration.between(system.instant(), systemShows));
    }

    /** One reading through the adapter's door and back: its group is on disk when this returns. */
    private void comes(CoreRun run, SiteClock clock, boolean withItsTime) {
        AtomicInteger acks = new AtomicInteger();
        long arrival = clock.stamps().millis();
        Reading reading = new Reading(
                new DeviceId("d"),
                "t",
                withItsTime ? TRUTH.toEpochMilli() + sent : arrival,
                new Value.Num(sent++),
                "Cel",
                Quality.GOOD,
                arrival,
                withItsTime ? TimeQuality.DEVICE : TimeQuality.ARRIVAL);
        run.offer(CoreRun.message("field", reading, new Delivery.Once(), acks::incrementAndGet));
        CoreRun.soon().until(() -> acks.get() == 1);
    }

    private static void untilTrusted(CoreRun run, boolean expected) {
        CoreRun.soon().until(() -> run.core.restamping().isTrusted() == expected);
    }

    private static List<Record> records(CoreRun run, String stream) throws IOException {
        List<Record> records = new ArrayList<>();
        for (ByteBuffer bytes : run.records().getOrDefault(stream, List.of())) {
            records.add(run.core.restamping().moved(RecordCodec.decode(bytes)));
        }
        return records;
    }

    private static List<String> times(CoreRun run) throws IOException {
        return records(run, "raw").stream()
                .map(item -> Duration.between(TRUTH, Instant.ofEpochMilli(item.timeMillis()))
                                .toSeconds() + " " + item.timeQuality().origin())
                .toList();
    }

    @Test
    void whatWasStampedBeforeTheTimeWasKnownIsPutRightInTheBuffer() throws IOException {
        trust.trust(false);
        system.move(DAYS.negated());
        SiteClock clock = clock();
        try (CoreRun run = new CoreRun(folder, clock).running(RAW)) {
            comes(run, clock, false);
            pass(Duration.ofSeconds(20));
            comes(run, clock, false);
            assertThat(run.core.restamping().isOpen(records(run, "raw").get(0))).isTrue();
            assertThat(times(run)).containsExactly("-259200 PROVISIONAL", "-259180 PROVISIONAL");

            system.move(DAYS);
            trust.trust(true);
            untilTrusted(run, true);
            pass(Duration.ofSeconds(10));
            comes(run, clock, false);

            assertThat(times(run)).containsExactly("0 RESTAMPED", "20 RESTAMPED", "30 GATEWAY");
        }
    }

    @Test
    void theEraOutlivesTheProcessButNotTheBoot() throws IOException {
        trust.trust(false);
        system.move(DAYS.negated());
        SiteClock first = clock();
        try (CoreRun run = new CoreRun(folder, first).running(RAW)) {
            comes(run, first, false);
        }
        pass(Duration.ofSeconds(60));
        SiteClock second = clock();
        try (CoreRun run = new CoreRun(folder, second).running(RAW)) {
            comes(run, second, false);
            system.move(DAYS);
            trust.trust(true);
            untilTrusted(run, true);

            assertThat(times(run)).containsExactly("0 RESTAMPED", "60 RESTAMPED");
        }
        trust.trust(false);
        reboot(TRUTH.minus(DAYS));
        SiteClock third = clock();
        try (CoreRun run = new CoreRun(folder, third).running(RAW)) {
            comes(run, third, false);
        }
        reboot(TRUTH.plusSeconds(90));
        trust.trust(true);
        SiteClock fourth = clock();
        try (CoreRun run = new CoreRun(folder, fourth).running(RAW)) {
            comes(run, fourth, false);

            List<String> times = times(run);
            assertThat(times.subList(0, 2)).containsExactly("0 RESTAMPED", "60 RESTAMPED");
            // by how much the third life was wrong will never be known; it began no earlier than the second ended
            assertThat(times.get(2)).endsWith("PROVISIONAL").doesNotStartWith("-");
            assertThat(times.get(3)).isEqualTo("90 GATEWAY");
        }
    }

    /** Nobody can be asked: only what the gateway knew itself tells that the clock is behind, until somebody sets it. */
    @Test
    void aMachineThatWokeUpBehindIsNotTrustedHoweverLongItRuns() throws IOException {
        SiteClock first = clock();
        try (CoreRun run = new CoreRun(folder, first).running(RAW)) {
            comes(run, first, false);
        }
        trust.trustByFloor();
        reboot(TRUTH.minus(DAYS));
        SiteClock second = clock();
        try (CoreRun run = new CoreRun(folder, second).running(RAW)) {
            comes(run, second, false);
            pass(DAYS.plusSeconds(1));
            comes(run, second, false);
            assertThat(run.core.restamping().isTrusted()).isFalse();

            system.move(DAYS.plusSeconds(59));
            untilTrusted(run, true);
            assertThat(times(run)).containsExactly("0 GATEWAY", "59 RESTAMPED", "259260 RESTAMPED");
        }
    }

    /** While the gateway was off; a clock does not fall behind by itself as long as the machine runs. */
    @Test
    void aClockThatWasSetBackWithinOneBootIsBelieved() throws IOException {
        system.move(Duration.ofSeconds(30));
        SiteClock first = clock();
        try (CoreRun run = new CoreRun(folder, first).running(RAW)) {
            comes(run, first, false);
        }
        trust.trustByFloor();
        system.move(Duration.ofSeconds(-30));
        SiteClock second = clock();
        try (CoreRun run = new CoreRun(folder, second).running(RAW)) {
            CoreRun.soon().until(() -> run.core.restamping().isTrusted() && second.millis() == system.millis());
            comes(run, second, false);

            assertThat(times(run)).containsExactly("30 GATEWAY", "0 GATEWAY");
        }
    }

    /** What waits for its time keeps the buffer full: it must not be the buffer that the time waits for. */
    @Test
    void theTimeIsTakenAlsoWhileTheBufferIsFull() throws IOException {
        trust.trust(false);
        SiteClock clock = clock();
        try (CoreRun run = new CoreRun(folder, clock).running(RAW)) {
            comes(run, clock, false);
            run.log.hasRoom(false);
            CoreRun.soon().until(() -> run.core.intake().isShut());

            trust.trust(true);
            untilTrusted(run, true);
            assertThat(times(run)).containsExactly("0 RESTAMPED");
            run.log.hasRoom(true);
        }
    }

    /** Where a checkpoint was lost, records of eras that nobody knows of may still be there. */
    @Test
    void erasThatMayHaveBeenAreNotNumberedAgain() {
        Eras eras = new Eras();
        eras.skipTo(500);
        assertThat(eras.current().era()).isEqualTo(500);
        assertThat(eras.current().trusted()).isTrue();
        eras.skipTo(3);
        assertThat(eras.current().era()).isEqualTo(500);
        assertThat(eras.stamped(CoreRun.reading("d", 0, 1, 0), 0).timeQuality())
                .isEqualTo(new TimeQuality(Origin.DEVICE, 500));
    }

    /** An uplink may read a record before it hears of its era. */
    @Test
    void aRecordOfAnEraNotHeardOfYetIsOpen() {
        Record item = new Reading(
                new DeviceId("d"),
                "t",
                0,
                new Value.Num(1),
                "",
                Quality.GOOD,
                0,
                new TimeQuality(Origin.PROVISIONAL, 2));

        assertThat(Restamping.NONE.isOpen(item)).isTrue();
        assertThat(new Restamping(2, false, Map.of()).isOpen(item)).isTrue();
        assertThat(new Restamping(3, true, Map.of(2, 5L)).isOpen(item)).isFalse();
        assertThat(new Restamping(3, true, Map.of(2, 5L)).moved(item).timeMillis())
                .isEqualTo(5);
        assertThat(new Restamping(3, true, Map.of()).moved(item)).isEqualTo(item);
    }

    @Test
    void aClockThatIsSetFiftyYearsAheadIsNotFollowedUntilItIsConfirmed() throws IOException {
        SiteClock clock = clock();
        Duration fiftyYears = Duration.ofDays(50 * 365);
        try (CoreRun run = new CoreRun(folder, clock).running(RAW)) {
            comes(run, clock, false);
            system.move(fiftyYears);
            untilTrusted(run, false);
            pass(Duration.ofSeconds(10));
            comes(run, clock, false);
            comes(run, clock, true);
            assertThat(times(run)).containsExactly("0 GATEWAY", "10 PROVISIONAL", "0 UNCHECKED");

            system.move(fiftyYears.negated());
            trust.trust(true);
            untilTrusted(run, true);
            comes(run, clock, false);
            comes(run, clock, true);

            assertThat(times(run))
                    .containsExactly("0 GATEWAY", "10 RESTAMPED", "0 UNCHECKED", "10 GATEWAY", "0 DEVICE");
        }
    }

    @Test
    void aSmallCorrectionIsFollowedWithoutAnEra() throws IOException {
        SiteClock clock = clock();
        try (CoreRun run = new CoreRun(folder, clock).running(RAW)) {
            comes(run, clock, false);
            system.move(Duration.ofSeconds(-5));
            CoreRun.soon().until(() -> clock.millis() == system.millis());
            comes(run, clock, false);

            assertThat(times(run)).containsExactly("0 GATEWAY", "-5 GATEWAY");
        }
    }

    /** What happens from now on is in the inputs alone when the process ends. */
    private static void noCheckpoint(FaultyLog.Place place) throws IOException {
        if (place == FaultyLog.Place.BEFORE_CHECKPOINT) {
            throw new IOException("no checkpoint");
        }
    }

    /** The clock ran ahead: without an end of the era, every reading of the right time would be late for ever. */
    @Test
    void windowsBeginAnewWithTheRightTimeAlsoAfterACrash() throws IOException {
        trust.trust(false);
        system.move(DAYS);
        SiteClock clock = clock();
        try (CoreRun run = new CoreRun(folder, clock).running(WINDOWS)) {
            run.log.fails(EraTest::noCheckpoint);
            comes(run, clock, false);
            system.move(DAYS.negated());
            trust.trust(true);
            untilTrusted(run, true);
        }
        SiteClock again = clock();
        try (CoreRun run = new CoreRun(folder, again).running(WINDOWS)) {
            comes(run, again, false);
            pass(Duration.ofSeconds(10));
            comes(run, again, false);

            List<Record> results = records(run, "w");
            assertThat(results).hasSize(2);
            assertThat(results.get(0).timeQuality().origin()).isEqualTo(Origin.RESTAMPED);
            assertThat(((WindowResult) results.get(0)).partial()).isTrue();
            assertThat(Instant.ofEpochMilli(results.get(0).timeMillis())).isEqualTo(TRUTH);
            assertThat(((WindowResult) results.get(1)).partial()).isFalse();
            assertThat(Instant.ofEpochMilli(results.get(1).timeMillis())).isEqualTo(TRUTH);
        }
    }
}
