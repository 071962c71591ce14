package io.weir.gateway.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows of the package's table: what the next start makes of what a crash left behind. */
class CrashTest {

    private static final String DOCUMENT =
            Site.desired(43, "{\"uplinks\":{\"cloud\":{\"batch\":{\"max-records\":7}}}}");

    private final Site site;

    CrashTest(@TempDir Path folder) throws IOException {
        this.site = new Site(folder);
    }

    private void crashInTheSwitch() throws IOException {
        Revisions revisions = site.start();
        site.switcher.during(() -> {
            throw new FakeSwitch.PowerCut();
        });
        assertThatThrownBy(() -> Site.take(revisions, DOCUMENT)).isInstanceOf(FakeSwitch.PowerCut.class);
        site.switcher.during(() -> {});
    }

    @Test
    void afterACrashInTheSwitchTheOldOneRunsAndTheDocumentIsTriedAgain() throws IOException, InterruptedException {
        crashInTheSwitch();

        Revisions restarted = site.start();

        assertThat(restarted.running().revision()).isEqualTo(Revision.NONE);
        assertThat(restarted.lastReport()).isEmpty();
        assertThat(Site.take(restarted, DOCUMENT).path("state").asText()).isEqualTo("applied");
        assertThat(restarted.running().revision()).isEqualTo(new Revision(1, 43));
    }

    @Test
    void anotherDocumentOfTheInterruptedRevisionIsStillRefused() throws IOException, InterruptedException {
        crashInTheSwitch();

        JsonNode report = Site.take(site.start(), DOCUMENT.replace("7", "8"));

        assertThat(Site.errors(report)).containsExactly("revision-reused /rev");
    }

    @Test
    void aDocumentAtWhichTheGatewayStopsEachTimeIsGivenUp() throws IOException, InterruptedException {
        crashInTheSwitch();
        crashInTheSwitch();
        crashInTheSwitch();
        int asked = site.switcher.asked.size();

        JsonNode report = Site.take(site.start(), DOCUMENT);

        assertThat(report.path("state").asText()).isEqualTo("rolled-back");
        assertThat(Site.errors(report)).containsExactly("crashed ");
        assertThat(site.switcher.asked).hasSize(asked);
    }

    @Test
    void afterACrashBetweenCommitAndRecordTheNewOneRunsAndIsReported() throws IOException, InterruptedException {
        Revisions revisions = site.start();
        Path mark = site.state("mark.json");
        Path before = site.state("mark.before");
        site.switcher.during(() -> copy(mark, before));
        Site.take(revisions, DOCUMENT);
        String hash = revisions.running().config().hash();
        copy(before, mark);
        Files.delete(site.state("reported.json"));

        Revisions restarted = site.start();

        assertThat(restarted.running().config().hash()).isEqualTo(hash);
        JsonNode report = Site.json(restarted.lastReport().orElseThrow());
        assertThat(report.path("state").asText()).isEqualTo("applied");
        assertThat(report.path("rev").asLong()).isEqualTo(43);
        assertThat(Site.take(restarted, DOCUMENT)).isEqualTo(report);
    }

    @Test
    void aDamagedLastGoodFallsBackToTheFileUntilTheDocumentComesAgain() throws IOException, InterruptedException {
        Revisions revisions = site.start();
        Site.take(revisions, DOCUMENT);
        Files.writeString(site.state("last-good.json"), "{\"epoch\":1,\"re");

        Revisions restarted = site.start();

        assertThat(restarted.running().revision()).isEqualTo(Revision.NONE);
        JsonNode report = Site.json(restarted.lastReport().orElseThrow());
        assertThat(report.path("running").path("rev").asLong()).isZero();
        assertThat(report.path("state").asText()).isEqualTo("rolled-back");
        assertThat(Site.take(restarted, DOCUMENT).path("state").asText()).isEqualTo("applied");
        assertThat(site.start().running().revision()).isEqualTo(new Revision(1, 43));
    }

    @Test
    void aLostMarkIsAtLeastWhatRuns() throws IOException, InterruptedException {
        Site.take(site.start(), DOCUMENT);
        Files.writeString(site.state("mark.json"), "");

        Revisions restarted = site.start();

        assertThat(Site.errors(Site.take(restarted, Site.desired(42, "{}")))).containsExactly("old-revision /rev");
        assertThat(Site.take(restarted, DOCUMENT).path("state").asText()).isEqualTo("applied");
    }

    @Test
    void theSessionNumberGrowsAcrossRestarts() throws IOException {
        site.start();
        assertThat(new ControlState(site.data()).nextSession()).isEqualTo(1);
        assertThat(new ControlState(site.data()).nextSession()).isEqualTo(2);
    }

    private static void copy(Path from, Path to) {
        try {
            Files.write(to, Files.readAllBytes(from));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
