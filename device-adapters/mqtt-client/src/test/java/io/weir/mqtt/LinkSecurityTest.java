package io.weir.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkSecurityTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    Path directory;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aWrongPasswordIsNamedAndTriedAgainUntilItIsRight() throws Exception {
        Path passwords = directory.resolve("passwords");
        Files.createFile(passwords);
        run("mosquitto_passwd", "-b", passwords.toString(), "gw", "right");
        AtomicBoolean right = new AtomicBoolean();
        for (LinkConfig.Version version : LinkConfig.Version.values()) {
            right.set(false);
            Recorder own = new Recorder();
            try (Mosquitto broker = Mosquitto.with(directory, "password_file " + passwords + "\n");
                    MqttLink link = MqttLink.open(
                            LinkConfig.to("l", broker.uri(), "l")
                                    .version(version)
                                    .login("gw", () -> bytes(right.get() ? "right" : "wrong"))
                                    .pauses(Duration.ofMillis(20), Duration.ofMillis(50))
                                    .build(),
                            own)) {
                await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> own.downs.size() >= 2);
                assertThat(link.trouble())
                        .hasValueSatisfying(words -> assertThat(words)
                                .containsAnyOf("not authorized", "wrong user name or password")
                                .doesNotContain("wrong\""));

                right.set(true);

                await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(link::isUp);
            }
        }
    }

    @Test
    void tlsTrustsOnlyTheGivenAuthority() throws Exception {
        Path own = Certificates.make(directory.resolve("own"));
        Path other = Certificates.make(directory.resolve("other"));
        String settings = "allow_anonymous true\ncertfile " + own.resolve("cert.pem") + "\nkeyfile "
                + own.resolve("key.pem") + "\n";
        try (Mosquitto broker = Mosquitto.with(directory, settings)) {
            URI uri = URI.create("mqtts://127.0.0.1:" + broker.port());
            for (LinkConfig.Version version : LinkConfig.Version.values()) {
                LinkConfig.Builder config = LinkConfig.to("l", uri, "l")
                        .version(version)
                        .pauses(Duration.ofMillis(20), Duration.ofMillis(50));
                try (MqttLink link = MqttLink.open(
                        config.tls(Tls.trusting(() -> Files.readAllBytes(other.resolve("cert.pem"))))
                                .build(),
                        new Recorder())) {
                    await().atMost(PATIENCE)
                            .pollInterval(Duration.ofMillis(10))
                            .untilAsserted(
                                    () -> assertThat(link.trouble().orElse("")).contains("cannot be trusted"));
                }
                try (MqttLink link = MqttLink.open(
                        config.tls(Tls.trusting(() -> Files.readAllBytes(own.resolve("cert.pem"))))
                                .build(),
                        new Recorder())) {
                    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(link::isUp);
                }
            }
        }
    }

    @Test
    void showsItsOwnCertificateWhereTheBrokerAsksForOne() throws Exception {
        Path server = Certificates.make(directory.resolve("server"));
        Path client = Certificates.make(directory.resolve("client"));
        String settings = "allow_anonymous true\nrequire_certificate true\ncafile " + client.resolve("cert.pem")
                + "\ncertfile " + server.resolve("cert.pem") + "\nkeyfile " + server.resolve("key.pem") + "\n";
        try (Mosquitto broker = Mosquitto.with(directory, settings);
                MqttLink link = MqttLink.open(
                        LinkConfig.to("l", URI.create("mqtts://127.0.0.1:" + broker.port()), "l")
                                .tls(Tls.identified(
                                        () -> Files.readAllBytes(server.resolve("cert.pem")),
                                        () -> Files.readAllBytes(client.resolve("cert.pem")),
                                        () -> Files.readAllBytes(client.resolve("key.pem"))))
                                .pauses(Duration.ofMillis(20), Duration.ofMillis(50))
                                .build(),
                        new Recorder())) {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(10))
                    .untilAsserted(() -> assertThat(link.isUp())
                            .as(() -> link.trouble() + broker.log())
                            .isTrue());
        }
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(said).isZero();
        } finally {
            process.destroyForcibly();
        }
    }
}
