package io.weir.gateway.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.mqtt.Mosquitto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real mosquitto that wants to know who comes. */
class ControlLoginTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static RemoteControl started(Site site) throws IOException {
        Optional<RemoteControl> control = RemoteControl.start(site.boot(), site.switcher, Clock.systemUTC(), "1");
        return control.orElseThrow();
    }

    @Test
    void logsInWithThePasswordOfAFileAndSeesARotatedOne(@TempDir Path folder) throws IOException, InterruptedException {
        Path users = folder.resolve("users");
        int exit = new ProcessBuilder("mosquitto_passwd", "-c", "-b", users.toString(), "gw", "canary")
                .inheritIO()
                .start()
                .waitFor();
        assertThat(exit).isZero();
        Files.writeString(folder.resolve("control.pw"), "an old one\n");
        Site site = new Site(folder);
        try (Mosquitto broker = Mosquitto.with(folder, "allow_anonymous false\npassword_file " + users + "\n")) {
            site.write("control: {broker: \"" + broker.uri() + "\", username: gw, password: {file: control.pw}}");
            try (RemoteControl control = started(site)) {
                await().atMost(PATIENCE)
                        .until(() -> control.trouble().orElse("").contains("refused")
                                || control.trouble().orElse("").contains("authori"));
                assertThat(control.isUp()).isFalse();
                assertThat(control.trouble().orElseThrow()).doesNotContain("an old one");

                Files.writeString(folder.resolve("control.pw"), "canary\n");

                await().atMost(PATIENCE).until(control::isUp);
            }
        }
    }
}
