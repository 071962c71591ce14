package io.weir.sim.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.sim.cloud.Archive;
import io.weir.sim.cloud.Arrival;
import io.weir.sim.cloud.Counts;
import io.weir.sim.fleet.DeviceSpec;
import io.weir.sim.fleet.Faults;
import io.weir.sim.fleet.Journal;
import io.weir.sim.fleet.Message;
import io.weir.sim.fleet.Message.Kind;
import io.weir.sim.fleet.Protocol;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final WindowRule RULE =
            new WindowRule(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ZERO, Duration.ofHours(1));
    private final Journal journal = new Journal();
    private final Archive archive = new Archive();
    private int ids;
    private int forgotten;

    @Test
    void isContentWhenEverythingAcknowledgedArrivedInOrder() {
        accepted(1, 2, 3);
        arrive(1, 2, 3);

        assertThat(verdict(1).findings()).isEmpty();
    }

    @Test
    void findsAnAcknowledgedReadingThatNeverArrived() {
        accepted(1, 2, 3);
        arrive(1, 3);

        assertThat(kinds(verdict(1))).containsExactly(Finding.Kind.LOST);
    }

    @Test
    void findsAReadingUnderTwoIds() {
        accepted(1, 2);
        arrive(1, 2, 2);

        assertThat(kinds(verdict(1))).containsExactly(Finding.Kind.DOUBLED);
    }

    @Test
    void countsAReadingTwiceThatWasPublishedTwiceOnPurpose() {
        accepted(1);
        accept(new Message(1, 1000, 1, Kind.AGAIN));
        arrive(1, 1);

        assertThat(verdict(1).findings()).isEmpty();
        assertThat(verdict(1).again()).isEqualTo(1);
    }

    @Test
    void missesTheSecondOfTwoThatWerePublishedOnPurpose() {
        accepted(1);
        accept(new Message(1, 1000, 1, Kind.AGAIN));
        arrive(1);

        assertThat(kinds(verdict(1))).containsExactly(Finding.Kind.LOST);
    }

    @Test
    void findsAReadingThatOvertookAnother() {
        accepted(1, 2, 3);
        arrive(1, 3, 2);

        assertThat(kinds(verdict(1))).containsExactly(Finding.Kind.REORDERED);
    }

    @Test
    void findsAReadingThatNobodySent() {
        accepted(1);
        arrive(1, 9);

        assertThat(kinds(verdict(1))).containsExactly(Finding.Kind.UNKNOWN);
    }

    @Test
    void findsADeviceThatNobodyKnows() {
        archive.accept(new Arrival.Reading("g/1/1", "raw", "ghost", "seq", 0, 1));

        assertThat(kinds(verdict(1))).containsExactly(Finding.Kind.UNKNOWN);
    }

    @Test
    void findsAMessageThatWasNeverAnsweredWhetherItArrivedOrNot() {
        journal.sent(new Message(1, 1000, 1, Kind.READING), 1);
        arrive(1);

        assertThat(kinds(verdict(1))).containsExactly(Finding.Kind.UNANSWERED);
    }

    @Test
    void findsAGoodReadingThatWasRefusedButNotGarbage() {
        journal.sent(new Message(1, 1000, 1, Kind.READING), 1);
        journal.sent(new Message(1, 1100, 0, Kind.GARBAGE), 1);
        journal.refused(0, "4.00");
        journal.refused(1, "4.00");

        assertThat(kinds(verdict(1))).containsExactly(Finding.Kind.REFUSED);
    }

    @Test
    void forgivesALossWhereNothingIsAcknowledgedButNotADouble() {
        journal.sent(new Message(1, 1000, 1, Kind.READING), 1);
        journal.sent(new Message(2, 2000, 2, Kind.READING), 1);
        arrive(2);

        assertThat(verdict(0).findings()).isEmpty();
        assertThat(verdict(0).unconfirmedMissing()).isEqualTo(1);
        arrive(2);
        assertThat(kinds(verdict(0))).containsExactly(Finding.Kind.DOUBLED);
    }

    @Test
    void holdsTheWindowsAgainstItsOwn() {
        accepted(1, 2, 3, 4);
        arrive(1, 2, 3, 4);
        window(0, 2000, 1, 1, 1, 1);
        window(1000, 3000, 2, 1.5, 1, 2);
        window(2000, 4000, 2, 2.5, 2, 3);

        Verdict verdict = windowVerdict(Faults.NONE);

        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.windowsRight()).isEqualTo(3);
    }

    @Test
    void findsWindowsThatAreMissingWrongDoubledOrTooMany() {
        accepted(1, 2, 3, 4);
        arrive(1, 2, 3, 4);
        window(0, 2000, 1, 1, 1, 1);
        window(0, 2000, 1, 1, 1, 1);
        window(1000, 3000, 2, 1.6, 1, 2);
        window(7000, 9000, 1, 1, 1, 1);

        assertThat(kinds(windowVerdict(Faults.NONE)))
                .containsExactlyInAnyOrder(
                        Finding.Kind.DOUBLED,
                        Finding.Kind.WINDOW_WRONG,
                        Finding.Kind.WINDOW_UNEXPECTED,
                        Finding.Kind.WINDOW_MISSING);
    }

    @Test
    void leavesOutTheWindowsOfAClockTooFarAhead() {
        accepted(1, 2, 3, 4);
        arrive(1, 2, 3, 4);

        assertThat(windowVerdict(Faults.NONE.withSkew(Duration.ofHours(2))).findings())
                .isEmpty();
    }

    @Test
    void findsASessionThatWasForgotten() {
        forgotten = 1;

        assertThat(kinds(verdict(1))).containsExactly(Finding.Kind.FORGOTTEN);
    }

    @Test
    void judgesFilteredRecordsByWhatWasSent() {
        accepted(1, 2, 3);
        arrive(1, 2, 3);
        archive.accept(new Arrival.Reading("g/1/90", "filtered", "d", "seq", 2000, 2));
        archive.accept(new Arrival.Reading("g/1/91", "filtered", "d", "seq", 2000, 2));

        Verdict verdict = judge(spec(1), new Streams("raw", "filtered", ""));

        assertThat(kinds(verdict)).containsExactly(Finding.Kind.DOUBLED);
    }

    @Test
    void findsARepeatWithAnotherContentAndLinesThatAreNoRecords() {
        Verdict verdict =
                new Judge(List.of(), Streams.raw("raw"), RULE).judge(archive, new Counts(1, 1, 0, 1, 0, 1, Map.of()));

        assertThat(kinds(verdict)).containsExactly(Finding.Kind.CONTRADICTED, Finding.Kind.MALFORMED);
    }

    /** The level 0 that opens the second life is no edge, on a line that starts low. */
    @Test
    void forgivesAnEdgeThatWentWithAKill() {
        Verdict verdict = edges(100, 1100, 4100, 5100);

        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.unconfirmedMissing()).isEqualTo(2);
    }

    @Test
    void forgivesNoEdgeThatIsMissingSinceTheLastStart() {
        assertThat(kinds(edges(100, 1100, 4100))).containsExactly(Finding.Kind.LOST);
    }

    @Test
    void findsMoreEdgesThanThereWere() {
        assertThat(kinds(edges(100, 1100, 2100, 3100, 4100, 5100, 5200))).containsExactly(Finding.Kind.DOUBLED);
    }

    /** Three edges before a kill and three after it, of which those with these times arrive, high and low in turn. */
    private Verdict edges(long... arrivalMillis) {
        for (int edge = 0; edge < 6; edge++) {
            journal.sent(new Message(edge, 1000L * edge, (edge + 1) % 2, Kind.READING), edge < 3 ? 1 : 2);
            journal.accepted(edge);
        }
        double level = 0;
        for (long millis : arrivalMillis) {
            level = 1 - level;
            archive.accept(new Arrival.Reading("g/1/" + ids++, "raw", "cabinet", "door", millis, level));
        }
        return judge(DeviceSpec.gpio("cabinet", "door", 17), Streams.raw("raw"));
    }

    private void accepted(int... seqs) {
        for (int seq : seqs) {
            accept(new Message(seq, 1000L * seq, seq, Kind.READING));
        }
    }

    private void accept(Message message) {
        journal.sent(message, 1);
        journal.accepted(journal.entries().size() - 1);
    }

    private void arrive(int... seqs) {
        for (int seq : seqs) {
            archive.accept(new Arrival.Reading("g/1/" + ids++, "raw", "d", "seq", 1000L * seq, seq));
        }
    }

    private void window(long from, long to, long count, double mean, double min, double max) {
        archive.accept(new Arrival.Window("g/1/" + ids++, "windows", "d", "seq", from, to, count, mean, min, max));
    }

    private static DeviceSpec spec(int qos) {
        return DeviceSpec.mqtt("d", Protocol.MQTT_3, qos, "t/d", "m", "1");
    }

    private Verdict verdict(int qos) {
        return judge(spec(qos), Streams.raw("raw"));
    }

    private Verdict windowVerdict(Faults faults) {
        return judge(spec(1).suffering(faults), new Streams("raw", "", "windows"));
    }

    private Verdict judge(DeviceSpec spec, Streams streams) {
        return new Judge(List.of(new Track(spec, Shape.SEQ, journal.entries(), 0, forgotten)), streams, RULE)
                .judge(archive, Counts.NONE);
    }

    private static List<Finding.Kind> kinds(Verdict verdict) {
        return verdict.findings().stream().map(Finding::kind).toList();
    }
}
