package io.weir.device.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.device.AdapterProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MqttAdapterProviderTest {

    private static final String HASH = "$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";

    @TempDir
    Path directory;

    private String problems(Map<String, ?> settings) {
        return new Rig(directory, new FakeIntake()).problems(settings).toString();
    }

    @Test
    void isFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(AdapterProvider.class))
                .extracting(AdapterProvider::type)
                .containsExactly("mqtt");
    }

    @Test
    void theModelsSectionsAreRight() {
        assertThat(problems(Map.of(
                        "listen", "0.0.0.0:1883",
                        "tls",
                                Map.of(
                                        "listen", "0.0.0.0:8883",
                                        "cert", Map.of("file", "gw.crt"),
                                        "key", Map.of("file", "gw.key")),
                        "users", Map.of("file", "field-users"))))
                .isEqualTo("[]");
        assertThat(problems(Map.of(
                        "broker", "mqtts://broker.local:8883",
                        "username", "gw",
                        "password", Map.of("env", "MQTT_PASSWORD"))))
                .isEqualTo("[]");
        assertThat(problems(Map.of("listen", "127.0.0.1:1883"))).isEqualTo("[]");
        assertThat(problems(Map.of("listen", "0.0.0.0:1883", "anonymous", true)))
                .isEqualTo("[]");
    }

    @Test
    void beyondLoopbackUsersOrAWordAreNeeded() {
        assertThat(problems(Map.of("listen", "0.0.0.0:1883"))).contains("adapters.field.listen conflict 0.0.0.0:1883");
        assertThat(problems(Map.of("listen", "10.0.0.1:1883", "anonymous", false)))
                .contains("adapters.field.listen conflict");
        assertThat(problems(Map.of(
                        "listen",
                        "127.0.0.1:1883",
                        "tls",
                        Map.of(
                                "listen", "[::]:8883",
                                "cert", Map.of("file", "c"),
                                "key", Map.of("file", "k")))))
                .contains("adapters.field.tls.listen conflict [::]:8883");
    }

    @Test
    void whatExcludesEachOtherIsReported() {
        assertThat(problems(Map.of())).contains("adapters.field conflict either listen");
        assertThat(problems(Map.of("listen", "127.0.0.1:0", "broker", "mqtt://b")))
                .contains("adapters.field conflict either listen");
        assertThat(problems(Map.of("listen", "127.0.0.1:0", "client-id", "x", "version", "5")))
                .contains("adapters.field.client-id conflict")
                .contains("adapters.field.version conflict");
        assertThat(problems(Map.of("broker", "mqtt://b", "users", Map.of("file", "u"))))
                .contains("adapters.field.users conflict");
        assertThat(problems(Map.of("broker", "mqtt://b", "tls", Map.of("ca", Map.of("file", "u")))))
                .contains("adapters.field.tls conflict TLS needs a broker that begins with mqtts://");
        assertThat(problems(Map.of("broker", "mqtts://b", "tls", Map.of("cert", Map.of("file", "u")))))
                .contains("adapters.field.tls conflict cert and key go together");
        assertThat(problems(Map.of("broker", "mqtt://b", "password", Map.of("file", "u"))))
                .contains("adapters.field.password conflict");
        assertThat(problems(Map.of("listen", "127.0.0.1:0", "users", Map.of("file", "u"), "anonymous", true)))
                .contains("adapters.field.anonymous conflict");
        assertThat(problems(Map.of("listen", "127.0.0.1:0", "tls", Map.of("listen", "127.0.0.1:0"))))
                .contains("adapters.field.tls missing the key cert")
                .contains("adapters.field.tls missing the key key");
    }

    @ParameterizedTest
    @CsvSource({"max-packet,65MiB", "max-packet,1B", "receive-maximum,0", "receive-maximum,65536", "max-connections,0"})
    void limitsHaveLimits(String key, String value) {
        assertThat(problems(Map.of("listen", "127.0.0.1:0", key, value))).contains("adapters.field." + key + " range");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "anna | expected name:bcrypt",
                "anna:plain | bcrypt hash",
                "an na:" + HASH + " | without spaces",
                "a+b:" + HASH + " | without : / + #",
                "anna:$2b$31$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy | cost of anna is 31",
                "anna:" + HASH + ":a/#/b | # for all last ones",
                "anna:" + HASH + ":a/{who} | is no capture"
            })
    void aBadLineOfTheUsersIsNamedByItsNumberAndNeverShowsAHash(String line, String complaint) {
        byte[] file = ("# users\nbert:" + HASH + "\n" + line + "\n").getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> UserFile.of(file, "{file: field-users}"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("users {file: field-users}, line 3: ")
                .hasMessageContaining(complaint)
                .message()
                .doesNotContain(HASH);
    }
}
