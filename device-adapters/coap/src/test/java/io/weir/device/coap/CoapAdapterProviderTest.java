package io.weir.device.coap;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.AdapterProvider;
import io.weir.device.ByteSize;
import io.weir.device.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class CoapAdapterProviderTest {

    private final List<String> reports = new ArrayList<>();

    private Settings settings(Map<String, ?> keys) {
        return Gateway.settings(keys, (path, code, message, suggestion) -> reports.add(path + " " + code));
    }

    @Test
    void theProviderIsFoundByItsType() {
        assertThat(ServiceLoader.load(AdapterProvider.class))
                .extracting(AdapterProvider::type)
                .contains("coap");
    }

    @Test
    void nothingNeedsToBeSaid() {
        Settings settings = settings(Map.of());

        assertThat(reports).isEmpty();
        assertThat(settings.text("listen")).isEqualTo("127.0.0.1:5683");
        assertThat(settings.size("max-payload")).isEqualTo(ByteSize.ofKibibytes(64));
        assertThat(settings.whole("max-peers")).isEqualTo(2000);
    }

    @Test
    void beyondLoopbackTheWordsAnonymousTrueAreNeeded() {
        settings(Map.of("listen", "0.0.0.0:5683"));
        settings(Map.of("listen", "[::]:5683", "anonymous", "false"));
        settings(Map.of("listen", "192.168.1.7:5683"));
        settings(Map.of("listen", "127.example.org:5683"));
        assertThat(reports).hasSize(4).allMatch(report -> report.equals("adapters.meters.listen conflict"));

        reports.clear();
        settings(Map.of("listen", "0.0.0.0:5683", "anonymous", "true"));
        settings(Map.of("listen", "[::1]:5683"));
        settings(Map.of("listen", "localhost:0"));
        settings(Map.of("listen", "127.0.0.2:0"));
        assertThat(reports).isEmpty();
    }

    @Test
    void whatIsNotBuiltYetIsRefused() {
        settings(Map.of("dtls", Map.of("listen", "0.0.0.0:5684"), "observe", List.of("coap://10.0.0.17/flow")));

        assertThat(reports)
                .containsExactlyInAnyOrder(
                        "adapters.meters.dtls not-available", "adapters.meters.observe not-available");
    }

    @Test
    void aPathHasNoSlashInFront() {
        settings(Map.of("resources", List.of(Map.of("path", "/s/{device}"))));

        assertThat(reports).containsExactly("adapters.meters.resources[0].path type");
    }
}
