package io.weir.gateway.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.mqtt.Mosquitto;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way through a real mosquitto. */
class RemoteControlTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Path folder;
    private final Mosquitto broker;
    private final Site site;
    private final Operator operator;
    private RemoteControl control;

    RemoteControlTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.broker = Mosquitto.anonymous(folder);
        this.site = new Site(folder);
        site.write("control: {broker: \"" + broker.uri() + "\"}");
        this.operator = new Operator(broker.uri().toString());
        this.control = started();
    }

    private RemoteControl started() throws IOException {
        return RemoteControl.start(site.boot(), site.switcher, Clock.fixed(Site.NOW, ZoneOffset.UTC), "1.2.3")
                .orElseThrow();
    }

    @AfterEach
    void stop() {
        control.close();
        operator.close();
        broker.close();
    }

    private static String batch(int size) {
        return "{\"uplinks\":{\"cloud\":{\"batch\":{\"max-records\":" + size + "}}}}";
    }

    private static Predicate<JsonNode> rev(long rev) {
        return report -> report.path("rev").asLong() == rev;
    }

    private static Predicate<JsonNode> session(String state, long session) {
        return status -> status.path("state").asText().equals(state)
                && status.path("session").asLong() == session;
    }

    @Test
    void saysThatItIsThereAndWhatRuns() {
        JsonNode status = operator.status(session("online", 1));

        assertThat(status.path("version").asText()).isEqualTo("1.2.3");
        assertThat(status.path("config").path("rev").asLong()).isZero();
        assertThat(status.path("config").path("hash").asText())
                .isEqualTo(control.running().hash());
    }

    @Test
    void aRetainedDocumentIsAppliedReportedAndShownInTheStatus() {
        operator.desire(Site.desired(43, batch(7)), true);

        JsonNode report = operator.report(rev(43));
        JsonNode status = operator.status(found -> rev(43).test(found.path("config")));

        assertThat(report.path("state").asText()).isEqualTo("applied");
        assertThat(status.path("config").path("hash")).isEqualTo(report.path("hash"));
        assertThat(control.revision()).isEqualTo(new Revision(1, 43));
    }

    @Test
    void aBadDocumentIsAnsweredWithItsErrorsAndAGoodOneAfterItWorks() {
        operator.desire(Site.desired(43, "{\"uplinks\":{\"cloud\":{\"url\":\"ftp://h/\"}}}"), true);
        JsonNode rejected = operator.report(rev(43));
        operator.desire("x".repeat(257 * 1024), true);
        JsonNode tooLarge = operator.report(report -> Site.errors(report).contains("too-large "));
        operator.desire(Site.desired(44, batch(7)), true);

        assertThat(rejected.path("state").asText()).isEqualTo("rejected");
        assertThat(Site.errors(rejected)).containsExactly("type /uplinks/cloud/url");
        assertThat(tooLarge.path("state").asText()).isEqualTo("rejected");
        assertThat(operator.report(rev(44)).path("state").asText()).isEqualTo("applied");
    }

    @Test
    void partsThatFailToStartAreRolledBackAndReported() {
        site.switcher.fails("adapters.field", "port taken");

        operator.desire(Site.desired(43, batch(7)), true);

        JsonNode report = operator.report(rev(43));
        assertThat(report.path("state").asText()).isEqualTo("rolled-back");
        assertThat(report.path("errors").get(0).path("message").asText()).isEqualTo("port taken");
    }

    @Test
    void aRestartedGatewayRunsLastGoodAndDoesNotSwitchAgainForTheRetainedDocument() throws IOException {
        operator.desire(Site.desired(43, batch(7)), true);
        JsonNode report = operator.report(rev(43));
        control.close();
        operator.heard.clear();

        control = started();

        assertThat(control.revision()).isEqualTo(new Revision(1, 43));
        operator.status(session("online", 2));
        assertThat(operator.report(rev(43))).isEqualTo(report);
        assertThat(site.switcher.asked).hasSize(1);
    }

    @Test
    void aCleanStopIsToldFromALostConnection() throws IOException {
        operator.status(session("online", 1));
        control.close();
        operator.status(session("stopped", 1));

        control = started();
        operator.status(session("online", 2));

        assertThat(operator.heard)
                .noneMatch(message -> new String(message.payload(), StandardCharsets.UTF_8).contains("\"lost\""));
    }

    @Test
    void aBrokerThatComesBackIsToldEverythingAgain() throws IOException {
        operator.desire(Site.desired(43, batch(7)), true);
        operator.report(rev(43));
        broker.close();
        Files.deleteIfExists(folder.resolve("mosquitto.db"));
        operator.heard.clear();

        broker.start();

        operator.status(session("online", 2));
        assertThat(operator.report(rev(43)).path("state").asText()).isEqualTo("applied");
    }

    @Test
    void ofAFloodOnlyTheNewestMatters() throws InterruptedException {
        CountDownLatch flooded = new CountDownLatch(1);
        site.switcher.during(() -> awaitUninterrupted(flooded));
        operator.desire(Site.desired(1, batch(1)), true);
        await().atMost(PATIENCE).until(() -> site.switcher.asked.size() == 1);
        for (int rev = 2; rev <= 500; rev++) {
            operator.desire(Site.desired(rev, batch(rev)), false);
        }
        flooded.countDown();

        operator.report(rev(500));

        assertThat(control.revision()).isEqualTo(new Revision(1, 500));
        assertThat(site.switcher.asked.size()).isLessThan(50);
    }

    @Test
    void nothingThatIsSaidHoldsASecret() throws IOException {
        Files.writeString(folder.resolve("token"), "canary-file");
        operator.desire(Site.desired(43, "{\"uplinks\":{\"cloud\":{\"token\":{\"file\":\"token\"}}}}"), true);
        operator.report(rev(43));
        operator.desire(Site.desired(44, "{\"uplinks\":{\"cloud\":{\"token\":\"canary-literal\"}}}"), true);
        operator.report(rev(44));

        assertThat(operator.heard.stream()
                        .filter(message -> !message.topic().endsWith("desired"))
                        .map(message -> new String(message.payload(), StandardCharsets.UTF_8)))
                .isNotEmpty()
                .noneMatch(text -> text.contains("canary"));
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
