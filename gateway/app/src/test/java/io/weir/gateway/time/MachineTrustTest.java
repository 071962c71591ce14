package io.weir.gateway.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.gateway.time.MachineTrust.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the files of a made-up machine. */
class MachineTrustTest {

    private static final long NOW = Instant.parse("2026-11-21T10:00:00Z").toEpochMilli();
    private static final long YEAR_1970 = 0;
    private static final long NEVER = Long.MIN_VALUE;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path root;

    private void hasTimesync(boolean synchronised) throws IOException {
        Path folder = Files.createDirectories(root.resolve("run/systemd/timesync"));
        if (synchronised) {
            Files.writeString(folder.resolve("synchronized"), "");
        } else {
            Files.deleteIfExists(folder.resolve("synchronized"));
        }
    }

    private void hasHardwareClock(boolean setTheSystem) throws IOException {
        Path clock = Files.createDirectories(root.resolve("sys/class/rtc/rtc0"));
        Files.writeString(clock.resolve("hctosys"), setTheSystem ? "1\n" : "0\n");
    }

    @Test
    void whereNobodyCanBeAskedTheFloorDecides() {
        try (MachineTrust trust = new MachineTrust(Rule.AUTO, root, false)) {
            assertThat(trust.trusts(NOW, NEVER)).isTrue();
            assertThat(trust.trusts(NOW, NOW + 1)).isFalse();
            assertThat(trust.trusts(YEAR_1970, NEVER)).isFalse();
        }
    }

    @Test
    void whereNtpIsThereItDecidesUnlessAHardwareClockDid() throws IOException {
        hasTimesync(false);
        try (MachineTrust trust = new MachineTrust(Rule.AUTO, root, false)) {
            assertThat(trust.trusts(NOW, NEVER)).isFalse();
            hasHardwareClock(false);
            assertThat(trust.trusts(NOW, NEVER)).isFalse();
            hasHardwareClock(true);
            assertThat(trust.trusts(NOW, NEVER)).isTrue();
            assertThat(trust.trusts(YEAR_1970, NEVER)).isFalse();
        }
    }

    @Test
    void aPcHasAHardwareClock() throws IOException {
        hasTimesync(false);
        try (MachineTrust trust = new MachineTrust(Rule.AUTO, root, true)) {
            assertThat(trust.trusts(NOW, NEVER)).isTrue();
            assertThat(trust.trusts(YEAR_1970, NEVER)).isFalse();
        }
        try (MachineTrust trust = new MachineTrust(Rule.NTP, root, true)) {
            assertThat(trust.trusts(NOW, NEVER)).isFalse();
        }
    }

    @Test
    void whatIsSynchronisedIsTrustedUntilTheClockIsSetAndAgainWhenThatIsConfirmed() throws IOException {
        hasTimesync(true);
        try (MachineTrust trust = new MachineTrust(Rule.NTP, root, false)) {
            assertThat(trust.trusts(NOW, NOW + 1)).isTrue();
            hasTimesync(false);
            trust.doubt();
            assertThat(trust.trusts(NOW, NEVER)).isFalse();
            hasTimesync(true);
            trust.doubt();
            await().until(() -> trust.trusts(NOW, NEVER));
        }
    }

    @Test
    void theOtherRulesAskNobody() throws IOException {
        hasTimesync(false);
        for (Rule rule : List.of(Rule.FLOOR, Rule.ALWAYS)) {
            try (MachineTrust trust = new MachineTrust(rule, root, false)) {
                trust.doubt();
                assertThat(trust.trusts(NOW, NEVER)).isTrue();
                assertThat(trust.trusts(YEAR_1970, NEVER)).isEqualTo(rule == Rule.ALWAYS);
            }
        }
    }

    @Test
    void thisMachineTellsItsBootAndItsUptime() {
        Uptime uptime = Uptime.ofThisMachine();

        assertThat(uptime.boot()).isNotEmpty().isEqualTo(Uptime.ofThisMachine().boot());
        assertThat(uptime.millis().getAsLong()).isPositive();
    }
}
