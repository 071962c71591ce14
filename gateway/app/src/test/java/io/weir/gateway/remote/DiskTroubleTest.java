package io.weir.gateway.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.gateway.config.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that refuses never leaves an operator without an answer, and never costs a document its chance. */
class DiskTroubleTest {

    private static final String BATCH_7 = "{\"uplinks\":{\"cloud\":{\"batch\":{\"max-records\":7}}}}";
    private static final String BATCH_8 = "{\"uplinks\":{\"cloud\":{\"batch\":{\"max-records\":8}}}}";

    private final Site site;
    private Revisions revisions;

    DiskTroubleTest(@TempDir Path folder) throws IOException {
        this.site = new Site(folder);
        this.revisions = site.start();
    }

    private JsonNode take(String document) throws IOException, InterruptedException {
        return Site.take(revisions, document);
    }

    @Test
    void aFailureToStoreWhatWasSwitchedToSwitchesBack() throws IOException, InterruptedException {
        String before = revisions.running().config().hash();
        // A folder in the place of the file cannot be replaced by it, not even by root.
        site.switcher.during(() -> makeFolder(site.state("last-good.json").resolve("x")));

        JsonNode report = take(Site.desired(43, BATCH_7));

        assertThat(report.path("state").asText()).isEqualTo("rolled-back");
        assertThat(Site.errors(report)).containsExactly("storage ");
        assertThat(site.switcher.asked).hasSize(2);
        assertThat(site.switcher.asked.get(1).hash()).isEqualTo(before);
        assertThat(revisions.running().config().hash()).isEqualTo(before);
    }

    @Test
    void aDiskThatRefusesBeforeTheSwitchIsReportedAndTheDocumentMayComeAgain()
            throws IOException, InterruptedException {
        take(Site.desired(42, BATCH_8));
        String before = revisions.running().config().hash();
        // A folder in the place of the file cannot be written.
        Path obstacle = Files.createDirectories(site.state("mark.json.new").resolve("x"));

        JsonNode report = take(Site.desired(43, BATCH_7));

        assertThat(report.path("state").asText()).isEqualTo("rejected");
        assertThat(report.path("rev").asLong()).isEqualTo(43);
        assertThat(Site.errors(report)).containsExactly("storage ");
        assertThat(report.path("errors").get(0).path("message").asText()).contains("make room");
        assertThat(report.path("running").path("hash").asText()).isEqualTo(before);
        assertThat(site.switcher.asked).hasSize(1);
        assertThat(site.start().running().config().hash()).isEqualTo(before);
        Files.delete(obstacle);
        Files.delete(site.state("mark.json.new"));
        assertThat(take(Site.desired(43, BATCH_7)).path("state").asText()).isEqualTo("applied");
    }

    @Test
    void aDiskThatRefusesDuringTheSwitchIsReportedAndTheDocumentMayComeAgain()
            throws IOException, InterruptedException {
        String before = revisions.running().config().hash();
        for (int i = 0; i < 4; i++) {
            site.switcher.answers(new Switch.Outcome.Refused(List.of(Problem.at("", "", "storage", "no space left"))));
        }

        for (int i = 0; i < 4; i++) {
            JsonNode report = take(Site.desired(43, BATCH_7));

            assertThat(report.path("state").asText()).isEqualTo("rejected");
            assertThat(Site.errors(report)).containsExactly("storage ");
            assertThat(report.path("errors").get(0).path("message").asText())
                    .contains("no space left", "nothing changed", "make room");
            assertThat(report.path("running").path("hash").asText()).isEqualTo(before);
        }
        revisions = site.start();
        assertThat(revisions.running().config().hash()).isEqualTo(before);
        assertThat(take(Site.desired(43, BATCH_7)).path("state").asText()).isEqualTo("applied");
    }

    @Test
    void anOutcomeThatCannotBeStoredIsSaidAllTheSame() throws IOException, InterruptedException {
        site.switcher.during(() -> makeFolder(site.state("mark.json.new").resolve("x")));
        byte[] document = Site.desired(43, BATCH_7).getBytes(StandardCharsets.UTF_8);

        byte[] report = revisions.take(document);

        assertThat(Site.json(report).path("state").asText()).isEqualTo("applied");
        assertThat(revisions.take(document)).isEqualTo(report);
        assertThat(revisions.lastReport()).contains(report);
        assertThat(site.switcher.asked).hasSize(1);
    }

    @Test
    void aDiskThatRefusesTheWayBackTooIsSaidAndWhatRunsIsTheNewOne() throws IOException, InterruptedException {
        site.switcher.during(() -> makeFolder(site.state("last-good.json").resolve("x")));
        site.switcher.answers(new Switch.Outcome.Applied(List.of()));
        site.switcher.answers(new Switch.Outcome.Refused(List.of(Problem.at("", "", "storage", "no space left"))));

        JsonNode report = take(Site.desired(43, BATCH_7));

        assertThat(report.path("state").asText()).isEqualTo("rollback-failed");
        assertThat(report.path("running").path("rev").asLong()).isEqualTo(43);
        assertThat(revisions.running().config().hash())
                .isEqualTo(report.path("hash").asText());
    }

    private static void makeFolder(Path path) {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
