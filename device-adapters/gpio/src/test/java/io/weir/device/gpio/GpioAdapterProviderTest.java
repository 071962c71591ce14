package io.weir.device.gpio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.device.Adapter;
import io.weir.device.AdapterProvider;
import io.weir.device.config.Binder;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpioAdapterProviderTest {

    private final List<String> reports = new ArrayList<>();

    @TempDir
    private Path folder;

    /** The settings that these keys give, and their mistakes as {@code path code}. */
    static Settings settings(Map<String, ?> keys, List<String> reports) {
        GpioAdapterProvider provider = new GpioAdapterProvider();
        Settings settings = new Binder(
                        (path, code, message, suggestion) -> reports.add(path + " " + code), Binder.Secrets.NONE)
                .section(provider.shape(Shape.text()), keys, "adapters.cabinet");
        provider.check(settings, (path, code, message, suggestion) -> reports.add(path + " " + code));
        return settings;
    }

    private Settings settings(Map<String, ?> keys) {
        return settings(keys, reports);
    }

    @Test
    void theProviderIsFoundByItsType() {
        assertThat(ServiceLoader.load(AdapterProvider.class))
                .extracting(AdapterProvider::type)
                .contains("gpio");
    }

    @Test
    void anInputIsReadAsItStandsInTheModel() {
        Settings settings = settings(
                Map.of("inputs", Map.of("door", Map.of("pin", 17, "pull", "up", "edge", "both", "debounce", "30ms"))));

        assertThat(reports).isEmpty();
        assertThat(InputSpec.all(settings))
                .containsExactly(
                        new InputSpec("door", 17, Pull.UP, InputSpec.Edges.BOTH, Duration.ofMillis(30), false));
    }

    @Test
    void aPinAloneIsEnough() {
        Settings settings = settings(Map.of("inputs", Map.of("door", Map.of("pin", 17))));

        assertThat(reports).isEmpty();
        assertThat(InputSpec.all(settings))
                .containsExactly(new InputSpec("door", 17, Pull.NONE, InputSpec.Edges.BOTH, Duration.ZERO, false));
    }

    @Test
    void whatIsNotBuiltYetIsRefused() {
        settings(Map.of(
                "inputs",
                Map.of("flow", Map.of("pin", 27, "counter", true, "every", "1s", "unit", "l", "per-pulse", 0.01)),
                "i2c",
                Map.of("climate", Map.of("driver", "bme280")),
                "spi",
                Map.of("pressure", Map.of("driver", "mcp3008"))));

        assertThat(reports)
                .containsExactlyInAnyOrder(
                        "adapters.cabinet.inputs.flow.counter not-available",
                        "adapters.cabinet.inputs.flow.every not-available",
                        "adapters.cabinet.inputs.flow.unit not-available",
                        "adapters.cabinet.inputs.flow.per-pulse not-available",
                        "adapters.cabinet.i2c not-available",
                        "adapters.cabinet.spi not-available");
    }

    @Test
    void onePinCannotBeTwoInputs() {
        settings(Map.of("inputs", Map.of("door", Map.of("pin", 17), "gate", Map.of("pin", 17))));

        assertThat(reports).hasSize(1).first().asString().endsWith(".pin conflict");
    }

    @Test
    void mistakesAreReportedWithTheirPlaces() {
        settings(Map.of(
                "chip",
                "/dev/gpiochip0",
                "inputs",
                Map.of("door", Map.of("pin", -1, "pull", "high"), "gate", Map.of())));

        assertThat(reports)
                .containsExactlyInAnyOrder(
                        "adapters.cabinet.chip type",
                        "adapters.cabinet.inputs.door.pin range",
                        "adapters.cabinet.inputs.door.pull type",
                        "adapters.cabinet.inputs.gate missing");
    }

    /** The chip's name makes sure that this fails on any machine, on one with pins, too. */
    @Test
    void realGpioWithoutItsHardwareIsRefusedAndNeverSimulated() {
        Settings settings = settings(Map.of("chip", "gpiochip9999", "inputs", Map.of("door", Map.of("pin", 17))));

        try (Adapter adapter = new GpioAdapterProvider().create(settings, new FakeGateway("cabinet", folder, false))) {
            assertThatThrownBy(adapter::start).isInstanceOf(IOException.class).hasMessageContaining("adapter cabinet");
            assertThat(adapter.status().connected()).isFalse();
        }
        assertThat(folder.resolve("gpio.sock")).doesNotExist();
    }
}
