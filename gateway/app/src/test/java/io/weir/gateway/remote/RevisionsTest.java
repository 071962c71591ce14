package io.weir.gateway.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.gateway.config.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RevisionsTest {

    private static final String BATCH_7 = "{\"uplinks\":{\"cloud\":{\"batch\":{\"max-records\":7}}}}";
    private static final String BATCH_8 = "{\"uplinks\":{\"cloud\":{\"batch\":{\"max-records\":8}}}}";

    private final Path folder;
    private final Site site;
    private Revisions revisions;

    RevisionsTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.site = new Site(folder);
        this.revisions = site.start();
    }

    private JsonNode take(String document) throws IOException, InterruptedException {
        return Site.take(revisions, document);
    }

    @Test
    void aGoodDocumentIsAppliedAndReported() throws IOException, InterruptedException {
        String before = revisions.running().config().hash();

        JsonNode report = take(Site.desired(43, BATCH_7));

        assertThat(report.path("state").asText()).isEqualTo("applied");
        assertThat(report.path("epoch").asLong()).isEqualTo(1);
        assertThat(report.path("rev").asLong()).isEqualTo(43);
        assertThat(report.path("hash").asText())
                .isEqualTo(revisions.running().config().hash())
                .isNotEqualTo(before);
        assertThat(report.path("running").path("rev").asLong()).isEqualTo(43);
        assertThat(report.path("changed")).map(JsonNode::asText).containsExactly("uplinks.cloud");
        assertThat(report.path("kept")).map(JsonNode::asText).containsExactly("pipelines.doors (3 keys)");
        assertThat(report.path("layers")).map(JsonNode::asText).containsExactly("file", "gateway@43");
        assertThat(site.switcher.asked).hasSize(1);
    }

    @Test
    void aWrongDocumentIsRejectedWithEveryErrorAndChangesNothing() throws IOException, InterruptedException {
        String before = revisions.running().config().hash();

        JsonNode report = take(Site.desired(43, """
                {"uplinks":{"cloud":{"url":"ftp://h/","strems":[]},"new":{"type":"htp"}},
                 "pipelines":{"climate":{"from":"feild","steps":[{"deadband":{"abs":"0,2"}}]}},
                 "adapters":{"cabinet":{"i2c":{}}}}
                """));

        assertThat(report.path("state").asText()).isEqualTo("rejected");
        assertThat(Site.errors(report))
                .containsExactlyInAnyOrder(
                        "type /uplinks/cloud/url",
                        "unknown-key /uplinks/cloud/strems",
                        "unknown-type /uplinks/new/type",
                        "reference /pipelines/climate/from",
                        "type /pipelines/climate/steps/0/deadband/abs",
                        "not-available /adapters/cabinet/i2c");
        assertThat(report.findValuesAsText("suggest")).contains("0.2", "field", "http", "streams");
        assertThat(report.path("running").path("hash").asText()).isEqualTo(before);
        assertThat(revisions.running().config().hash()).isEqualTo(before);
        assertThat(site.switcher.asked).isEmpty();
        assertThat(site.start().running().config().hash()).isEqualTo(before);
    }

    @Test
    void aConfigurationWhosePartsFailToStartIsRolledBackAndNotTriedAgain() throws IOException, InterruptedException {
        String before = revisions.running().config().hash();
        site.switcher.fails("adapters.field", "port taken");

        JsonNode report = take(Site.desired(43, BATCH_7));
        JsonNode again = take(Site.desired(44, BATCH_7));

        assertThat(report.path("state").asText()).isEqualTo("rolled-back");
        assertThat(Site.errors(report)).containsExactly("start /adapters/field");
        assertThat(report.path("running").path("rev").asLong()).isZero();
        assertThat(again.path("state").asText()).isEqualTo("rejected");
        assertThat(Site.errors(again)).containsExactly("failed-before ");
        assertThat(site.switcher.asked).hasSize(1);
        assertThat(site.start().running().config().hash()).isEqualTo(before);
    }

    @Test
    void aNewEpochMayTryAgainWhatFailedBefore() throws IOException, InterruptedException {
        site.switcher.fails("adapters.field", "port taken");
        take(Site.desired(43, BATCH_7));

        JsonNode report = take(Site.desired(1, BATCH_7).replace("\"epoch\":1", "\"epoch\":2"));

        assertThat(report.path("state").asText()).isEqualTo("applied");
    }

    @Test
    void whatRunsAlreadyIsReportedAsAppliedWithoutASwitch() throws IOException, InterruptedException {
        take(Site.desired(43, BATCH_7));

        JsonNode report = take(Site.desired(44, BATCH_7.replace("7", "\"7\"")));

        assertThat(report.path("state").asText()).isEqualTo("applied");
        assertThat(report.path("rev").asLong()).isEqualTo(44);
        assertThat(report.path("changed")).isEmpty();
        assertThat(site.switcher.asked).hasSize(1);
    }

    @Test
    void theSameDocumentAgainIsAnsweredAsBefore() throws IOException, InterruptedException {
        byte[] document = Site.desired(43, BATCH_7).getBytes(StandardCharsets.UTF_8);
        byte[] first = revisions.take(document);

        assertThat(revisions.take(document)).isEqualTo(first);
        assertThat(site.start().take(document)).isEqualTo(first);
        assertThat(site.switcher.asked).hasSize(1);
    }

    @Test
    void anOldOrReusedRevisionIsRefused() throws IOException, InterruptedException {
        take(Site.desired(43, BATCH_7));

        assertThat(Site.errors(take(Site.desired(42, BATCH_8)))).containsExactly("old-revision /rev");
        assertThat(Site.errors(take(Site.desired(43, BATCH_8)))).containsExactly("revision-reused /rev");
        revisions = site.start();
        assertThat(Site.errors(take(Site.desired(42, BATCH_8)))).containsExactly("old-revision /rev");
        assertThat(revisions.running().revision()).isEqualTo(new Revision(1, 43));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "gateway/other|gateway/pump-house-3||audience /aud",
                "x|x|,\"expires\":\"2026-11-21T09:59:59Z\"|expired /expires",
                "x|x|,\"expires\":\"tomorrow\"|type /expires",
                "x|x|,\"base\":\"sha256:0000000000000000000000000000000000000000000000000000000000000000\"|base /base",
                "x|x|,\"aply\":{}|unknown-key /aply",
                "x|x|,\"apply\":{\"health-window\":\"60s\"}|not-available /apply/health-window",
                "x|x|,\"apply\":{\"confirm\":true}|not-available /apply/confirm",
                "x|x|,\"apply\":{\"on-failure\":\"keep\"}|type /apply/on-failure",
            })
    void aDocumentThatIsNotMeantForNowAndHereIsRefused(String is, String was, String more, String error)
            throws IOException, InterruptedException {
        String document = Site.desired(43, BATCH_7, more == null ? "" : more).replace(was, is);

        JsonNode report = take(document);

        assertThat(report.path("state").asText()).isEqualTo("rejected");
        assertThat(Site.errors(report)).containsExactly(error);
        assertThat(site.switcher.asked).isEmpty();
    }

    @Test
    void whatCanBeDoneOfApplyIsTaken() throws IOException, InterruptedException {
        String hash = revisions.running().config().hash();
        String more = ",\"issued\":\"2026-11-21T09:00:00Z\",\"expires\":\"2026-11-22T09:00:00+01:00\",\"base\":\""
                + hash + "\",\"apply\":{\"on-failure\":\"rollback\",\"confirm\":false,\"health-window\":\"0s\"}";

        assertThat(take(Site.desired(43, BATCH_7, more)).path("state").asText()).isEqualTo("applied");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"gateway\":{\"id\":\"other\"}}",
                "{\"gateway\":{\"data-dir\":\"/tmp\"}}",
                "{\"gateway\":{\"dashboard\":{\"listen\":\"127.0.0.1:81\"}}}",
                "{\"gateway\":{\"dashboard\":null}}",
                "{\"control\":{\"broker\":\"mqtt://elsewhere\"}}",
                "{\"control\":null}",
                "{\"uplinks\":{\"cloud\":{\"token\":{\"file\":\"../shadow\"}}}}",
                "{\"uplinks\":{\"cloud\":{\"token\":{\"file\":\"/etc/shadow\"}}}}",
                "{\"uplinks\":{\"cloud\":{\"token\":{\"file\":\"a/../../b\"}}}}",
            })
    void protectedPathsCanOnlyBeChangedInTheFile(String config) throws IOException, InterruptedException {
        JsonNode report = take(Site.desired(43, config));

        assertThat(report.path("state").asText()).isEqualTo("rejected");
        assertThat(report.path("errors").get(0).path("code").asText()).isEqualTo("protected");
        assertThat(site.switcher.asked).isEmpty();
    }

    @Test
    void sayingTheSameAsTheFileAboutProtectedPathsIsAllowed() throws IOException, InterruptedException {
        JsonNode report = take(
                Site.desired(43, "{\"gateway\":{\"id\":\"pump-house-3\",\"tags\":{\"line\":\"B\"}},\"control\":{}}"));

        assertThat(report.path("state").asText()).isEqualTo("applied");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"v\":1|syntax",
                "nonsense|syntax",
                "[]|type",
                "{\"v\":1,\"v\":1}|duplicate-key",
                "{\"v\":1} {}|syntax",
            })
    void whatIsNoDocumentIsRefused(String text, String error) throws IOException, InterruptedException {
        JsonNode report = take(text);

        assertThat(report.path("state").asText()).isEqualTo("rejected");
        assertThat(Site.errors(report)).first().asString().isEqualTo(error + " ");
        assertThat(report.has("rev")).isFalse();
    }

    @Test
    void sizeAndDepthAreLimitedBeforeAnythingIsUnderstood() throws IOException, InterruptedException {
        String large = Site.desired(43, "{\"x-note\":\"" + "x".repeat(257 * 1024) + "\"}");

        assertThat(Site.errors(take(large))).containsExactly("too-large ");
        assertThat(Site.errors(take("{\"config\":" + "[".repeat(100_000)))).containsExactly("limit ");
        assertThat(Site.errors(take("{\"a\":".repeat(20_000)))).containsExactly("limit ");
    }

    @Test
    void aDuplicateKeyAnywhereIsRefused() throws IOException, InterruptedException {
        JsonNode report = take(Site.desired(43, "{\"uplinks\":{},\"uplinks\":{}}"));

        assertThat(Site.errors(report)).containsExactly("duplicate-key ");
        assertThat(take(Site.desired(43, BATCH_7)).path("state").asText()).isEqualTo("applied");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "control: {broker: \"mqtt://h\", require-signature: true}",
                "control: {broker: \"mqtt://h\", trust: [{key-id: a, ed25519: {file: a.pub}}]}"
            })
    void withoutSignaturesNoDocumentIsTakenWhereOneIsRequired(String control) throws IOException, InterruptedException {
        site.write(control);
        revisions = site.start();

        assertThat(Site.errors(take(Site.desired(43, BATCH_7)))).containsExactly("not-available ");
        assertThat(site.switcher.asked).isEmpty();
    }

    @Test
    void aRestartRunsWhatWasLastGood() throws IOException, InterruptedException {
        take(Site.desired(43, BATCH_7));
        String hash = revisions.running().config().hash();

        Revisions restarted = site.start();

        assertThat(restarted.running().config().hash()).isEqualTo(hash);
        assertThat(restarted.running().revision()).isEqualTo(new Revision(1, 43));
        assertThat(restarted.lastReport().orElseThrow())
                .isEqualTo(revisions.lastReport().orElseThrow());
    }

    @Test
    void lastGoodStaysInForceWhenALaterOneIsRefused() throws IOException, InterruptedException {
        take(Site.desired(43, BATCH_7));
        String hash = revisions.running().config().hash();
        take(Site.desired(44, "{\"nonsense\":1}"));
        site.switcher.fails("uplinks.cloud", "no");
        take(Site.desired(45, BATCH_8));

        Revisions restarted = site.start();

        assertThat(restarted.running().config().hash()).isEqualTo(hash);
        assertThat(restarted.running().revision()).isEqualTo(new Revision(1, 43));
    }

    @Test
    void aLayerThatDoesNotFitAChangedFileIsLeftOutAndReported() throws IOException, InterruptedException {
        take(Site.desired(43, "{\"pipelines\":{\"more\":{\"from\":\"field\",\"steps\":[]}}}"));
        Files.writeString(
                folder.resolve("weir.yaml"),
                "gateway: {id: pump-house-3, data-dir: \"" + site.data() + "\"}\ncontrol: {broker: \"mqtt://h\"}\n");

        Revisions restarted = site.start();

        assertThat(restarted.running().revision()).isEqualTo(Revision.NONE);
        JsonNode report = Site.json(restarted.lastReport().orElseThrow());
        assertThat(report.path("state").asText()).isEqualTo("rolled-back");
        assertThat(Site.errors(report)).contains("reference /pipelines/more/from");
        assertThat(report.path("rev").asLong()).isEqualTo(43);
    }

    @Test
    void withoutAControlSectionTheFileAloneRuns() throws IOException, InterruptedException {
        String alone = revisions.running().config().hash();
        take(Site.desired(43, BATCH_7));
        site.write("");

        Boot boot = site.boot();

        assertThat(boot.isLayered()).isFalse();
        assertThat(boot.running().control()).isEmpty();
        assertThat(alone).isNotEqualTo(boot.running().hash());
    }

    @Test
    void noReportHoldsASecret() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("token"), "canary-file");
        String config = "{\"uplinks\":{\"cloud\":{\"token\":{\"file\":\"token\"}},"
                + "\"bad\":{\"type\":\"http\",\"url\":\"http://u:canary-url@h/\",\"token\":\"canary-literal\",\"streams\":[\"raw\"]}}}";
        String good = "{\"uplinks\":{\"cloud\":{\"token\":{\"file\":\"token\"}}}}";

        String reports = take(Site.desired(43, config)).toString()
                + take(Site.desired(44, good))
                + take("{\"v\":1,\"token\": canary-syntax}");

        assertThat(reports)
                .contains("\"state\":\"rejected\"", "\"state\":\"applied\"")
                .doesNotContain("canary");
        assertThat(new String(site.start().lastReport().orElseThrow(), StandardCharsets.UTF_8))
                .doesNotContain("canary");
    }

    @Test
    void neitherOldNorNewIsSaidSo() throws IOException, InterruptedException {
        site.switcher.answers(new Switch.Outcome.RollbackFailed(List.of()));

        assertThat(take(Site.desired(43, BATCH_7)).path("state").asText()).isEqualTo("rollback-failed");
    }

    @Test
    void aDocumentWithThousandsOfErrorsGetsAReportOfSomeOfThem() throws IOException, InterruptedException {
        StringBuilder config = new StringBuilder("{\"y\":1");
        for (int i = 0; i < 9_000; i++) {
            config.append(",\"k").append(i).append("\":1");
        }

        JsonNode report = take(Site.desired(43, config + "}"));

        assertThat(report.path("errors")).hasSize(101);
        assertThat(Json.canonical(report.toString()).length()).isLessThan(64 * 1024);
    }
}
