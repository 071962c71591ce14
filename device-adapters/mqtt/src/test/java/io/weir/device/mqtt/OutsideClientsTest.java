package io.weir.device.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.weir.device.Adapter;
import io.weir.mqtt.Certificates;
import io.weir.mqtt.LinkConfig;
import io.weir.mqtt.MqttLink;
import io.weir.mqtt.Tls;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that others wrote: Paho by our link, and mosquitto's. */
class OutsideClientsTest extends RigTest {

    private static final Duration LONG_PATIENCE = Duration.ofMinutes(1);

    OutsideClientsTest() {
        super(new FakeIntake().committing());
    }

    private MqttLink link(LinkConfig.Builder config) {
        MqttLink link = MqttLink.open(
                config.pauses(Duration.ofMillis(20), Duration.ofMillis(100)).build(), new MqttLink.Listener() {});
        track(link);
        await().atMost(LONG_PATIENCE)
                .untilAsserted(() -> assertThat(link.isUp())
                        .as(() -> link.trouble().toString())
                        .isTrue());
        return link;
    }

    private static void publish(MqttLink link, String topic, String text) throws Exception {
        link.publish(topic, text.getBytes(StandardCharsets.UTF_8), 1, false).get(60, TimeUnit.SECONDS);
    }

    private record Outcome(int exit, String said) {}

    private static Outcome run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), said);
        } finally {
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @EnumSource(LinkConfig.Version.class)
    void pahoPublishesAThousandAndEveryOneIsAnswered(LinkConfig.Version version) throws Exception {
        int port = rig.endpoint(Map.of());
        MqttLink link = link(LinkConfig.to("paho", URI.create("mqtt://127.0.0.1:" + port), "paho")
                .version(version)
                .maxInFlight(2000));
        List<CompletableFuture<Void>> answers = new ArrayList<>();

        for (int i = 0; i < 1000; i++) {
            answers.add(link.publish("s/d/m", String.valueOf(i).getBytes(StandardCharsets.UTF_8), 1, false));
        }

        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
        List<String> wanted = new ArrayList<>(List.of("+paho"));
        for (int i = 0; i < 1000; i++) {
            wanted.add("d/m=" + (double) i);
        }
        assertThat(intake.seen()).isEqualTo(wanted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqttv311", "mqttv5"})
    void mosquittosPublisherIsAnsweredAtQos1(String version) throws Exception {
        int port = rig.endpoint(Map.of());

        Outcome qos1 = run(
                "mosquitto_pub",
                "-V",
                version,
                "-h",
                "127.0.0.1",
                "-p",
                "" + port,
                "-q",
                "1",
                "-t",
                "s/d/m",
                "-m",
                "5");

        assertThat(qos1.exit()).as(qos1.said()).isZero();
        assertThat(intake.seen()).containsExactly("d/m=5.0");
    }

    @Test
    void tlsIsForTheTrustedAndSpeaksBothVersions() throws Exception {
        Path pem = Certificates.make(directory.resolve("tls"));
        Files.copy(pem.resolve("cert.pem"), directory.resolve("gw.crt"));
        Files.copy(pem.resolve("key.pem"), directory.resolve("gw.key"));
        Adapter adapter = rig.start(Map.of(
                "listen",
                "127.0.0.1:0",
                "tls",
                Map.of(
                        "listen", "127.0.0.1:0",
                        "cert", Map.of("file", "gw.crt"),
                        "key", Map.of("file", "gw.key"))));
        assertThat(adapter.listening()).containsOnlyKeys("", "tls");
        int port = Rig.port(adapter, "tls");

        for (String version : List.of("mqttv311", "mqttv5")) {
            Outcome trusted = run(
                    "mosquitto_pub",
                    "-V",
                    version,
                    "-h",
                    "127.0.0.1",
                    "-p",
                    "" + port,
                    "-q",
                    "1",
                    "-t",
                    "s/d/m",
                    "-m",
                    "5",
                    "--cafile",
                    directory.resolve("gw.crt").toString());
            assertThat(trusted.exit()).as(trusted.said()).isZero();
        }
        publish(
                link(LinkConfig.to("paho", URI.create("mqtts://127.0.0.1:" + port), "paho")
                        .tls(Tls.trusting(() -> Files.readAllBytes(directory.resolve("gw.crt"))))),
                "s/d/m",
                "7");

        assertThat(intake.seen()).containsExactly("d/m=5.0", "d/m=5.0", "+paho", "d/m=7.0");
    }

    @Test
    void aBrokenCertificateIsNamedAtTheStart() throws Exception {
        Files.writeString(directory.resolve("gw.crt"), "no certificate");
        Files.writeString(directory.resolve("gw.key"), "no key");
        Map<String, Object> tls =
                Map.of("listen", "127.0.0.1:0", "cert", Map.of("file", "gw.crt"), "key", Map.of("file", "gw.key"));

        assertThatThrownBy(() -> rig.start(Map.of("tls", tls)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("adapters.field.tls");
        assertThatThrownBy(() -> rig.start(Map.of(
                        "tls",
                        Map.of(
                                "listen", "127.0.0.1:0",
                                "cert", Map.of("file", "absent"),
                                "key", Map.of("file", "gw.key")))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("absent");
    }

    @Test
    void aPasswordLetsInAndItsRulesLimitTheTopics() throws Exception {
        users("anna:" + hash("secret", "$2y$"), "pump-3:" + hash("p", "$2b$") + ":s/{user}/#,shared/+");
        int port = rig.endpoint(Map.of("users", Map.of("file", "field-users")));
        for (String version : List.of("mqttv311", "mqttv5")) {
            assertThat(pub(port, version, "anna", "secret", "s/any/m").exit()).isZero();
            assertThat(pub(port, version, "anna", "wrong", "s/any/m").said()).containsIgnoringCase("bad user");
            assertThat(pub(port, version, "nobody", "secret", "s/any/m").said()).containsIgnoringCase("bad user");
            assertThat(run("mosquitto_pub", "-V", version, "-p", "" + port, "-q", "1", "-t", "s/d/m", "-m", "1")
                            .exit())
                    .isNotZero();
            assertThat(pub(port, version, "pump-3", "p", "s/pump-3/m").exit()).isZero();
            pub(port, version, "pump-3", "p", "s/pump-4/m");
        }

        assertThat(intake.seen())
                .containsExactly(
                        "any/m=1.0", "pump-3/m=1.0", "!not-allowed", "any/m=1.0", "pump-3/m=1.0", "!not-allowed");
        assertThat(pub(port, "mqttv5", "pump-3", "p", "s/pump-4/m").said()).contains("135");
    }

    @Test
    void changedUsersCountWithoutARestartAndABrokenFileChangesNothing() throws Exception {
        users("anna:" + hash("one", "$2a$"));
        Adapter adapter = rig.start(Map.of("listen", "127.0.0.1:0", "users", Map.of("file", "field-users")));
        int port = Rig.port(adapter, "");
        assertThat(pub(port, "mqttv5", "anna", "one", "s/d/m").exit()).isZero();

        users("anna:" + hash("two", "$2a$"), "bert:" + hash("new", "$2a$"));
        await().atMost(LONG_PATIENCE)
                .untilAsserted(() -> assertThat(
                                pub(port, "mqttv5", "bert", "new", "s/d/m").exit())
                        .isZero());
        assertThat(pub(port, "mqttv5", "anna", "one", "s/d/m").exit()).isNotZero();
        assertThat(pub(port, "mqttv5", "anna", "two", "s/d/m").exit()).isZero();
        users("anna two");
        await().atMost(LONG_PATIENCE).untilAsserted(() -> {
            assertThat(pub(port, "mqttv5", "anna", "two", "s/d/m").exit()).isZero();
            assertThat(adapter.status().trouble().toString()).contains("line 3");
        });
    }

    @Test
    void anotherUserCannotTakeOverAClientId() throws Exception {
        users("anna:" + hash("a", "$2a$"), "bert:" + hash("b", "$2a$"));
        int port = rig.endpoint(Map.of("users", Map.of("file", "field-users")));
        MqttLink anna = link(LinkConfig.to("a", URI.create("mqtt://127.0.0.1:" + port), "same")
                .login("anna", () -> "a".getBytes(StandardCharsets.UTF_8)));

        Outcome bert = run(
                "mosquitto_pub",
                "-V",
                "mqttv5",
                "-p",
                "" + port,
                "-u",
                "bert",
                "-P",
                "b",
                "-i",
                "same",
                "-q",
                "1",
                "-t",
                "s/d/m",
                "-m",
                "1");

        assertThat(bert.exit()).as(bert.said()).isNotZero();
        assertThat(anna.isUp()).isTrue();
    }

    private static Outcome pub(int port, String version, String user, String password, String topic) throws Exception {
        return run(
                "mosquitto_pub",
                "-d",
                "-V",
                version,
                "-h",
                "127.0.0.1",
                "-p",
                "" + port,
                "-u",
                user,
                "-P",
                password,
                "-q",
                "1",
                "-t",
                topic,
                "-m",
                "1");
    }

    private void users(String... lines) throws Exception {
        Path fresh = directory.resolve("field-users.new");
        Files.writeString(fresh, "# users\n\n" + String.join("\n", lines) + "\n");
        // in one step: a file that is read half written would be another one
        Files.move(fresh, directory.resolve("field-users"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static String hash(String password, String prefix) {
        String made = at.favre.lib.crypto.bcrypt.BCrypt.withDefaults().hashToString(4, password.toCharArray());
        return prefix + made.substring(4);
    }
}
