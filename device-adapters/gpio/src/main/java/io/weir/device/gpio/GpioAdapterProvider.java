package io.weir.device.gpio;

import io.weir.device.Adapter;
import io.weir.device.AdapterContext;
import io.weir.device.AdapterProvider;
import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Problems;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Adapters of {@code type: gpio}. Any thread.
 *
 * <p>On an ARM machine the pins are the kernel's, through Pi4J's build of libgpiod. The JVM property
 * {@code pi4j.library.path} names a folder that holds {@code libgpiod.so} and {@code libpi4j-gpiod.so}; without it they are
 * unpacked into {@code DATA_DIR/native}, which must not be mounted noexec then. On any other machine a start fails, unless
 * the configuration says {@code gpio: simulated} under {@code gateway}: nothing is ever simulated by itself.
 */
public final class GpioAdapterProvider implements AdapterProvider {

    private static final Shape COUNTER = Shape.notYet("a counting input");

    @Override
    public String type() {
        return "gpio";
    }

    @Override
    public ObjectShape shape(Shape decode) {
        ObjectShape input = ObjectShape.of(
                Key.required("pin", Shape.whole(0, 1023), "the line of the chip; on a Raspberry Pi the BCM number"),
                Key.defaulted("pull", Shape.choice("up", "down", "none"), "none", "the resistor inside the chip"),
                Key.defaulted(
                        "edge",
                        Shape.choice("rising", "falling", "both"),
                        "both",
                        "which changes of the value are reported: rising is a change to true"),
                Key.defaulted(
                        "debounce",
                        Shape.span(Duration.ZERO, Duration.ofMinutes(1)),
                        "0ms",
                        "how long a level must hold before it is believed"),
                Key.defaulted("active-low", Shape.flag(), "false", "true when the low level means true"),
                Key.optional("counter", COUNTER, "counts edges"),
                Key.optional("every", COUNTER, "how often the count is reported"),
                Key.optional("unit", COUNTER, "the unit of the count"),
                Key.optional("per-pulse", COUNTER, "what one edge stands for"));
        return ObjectShape.of(
                Key.required("inputs", Shape.mapOf(input), "inputs by the name of their metric"),
                Key.optional(
                        "chip",
                        Shape.text(20, "gpiochipN", GpioAdapterProvider::chipComplaint),
                        "the GPIO chip; without it the one whose label contains pinctrl"),
                Key.optional("i2c", Shape.notYet("I2C"), "sensors on an I2C bus"),
                Key.optional("spi", Shape.notYet("SPI"), "converters on an SPI bus"));
    }

    private static Optional<String> chipComplaint(String text) {
        return text.matches("gpiochip\\d{1,4}") ? Optional.empty() : Optional.of("is no name of a chip");
    }

    @Override
    public void check(Settings settings, Problems problems) {
        if (!settings.has("inputs")) {
            return;
        }
        Map<Long, String> taken = new HashMap<>();
        settings.named("inputs").forEach((name, input) -> {
            if (!input.has("pin")) {
                return;
            }
            String other = taken.putIfAbsent(input.whole("pin"), name);
            if (other != null) {
                problems.report(
                        input.path("pin"), "conflict", "pin " + input.whole("pin") + " is also that of " + other);
            }
        });
    }

    @Override
    public Adapter create(Settings settings, AdapterContext context) {
        GpioBank.Opener opener;
        if (context.simulatedGpio()) {
            Path socket = context.dataDirectory().resolve("gpio.sock");
            opener = () -> SimulatedBank.at(socket, System::nanoTime);
        } else {
            Path libraries = context.dataDirectory().resolve("native");
            Optional<String> chip = settings.optionalText("chip");
            String consumer = "weir:" + context.name();
            opener = () -> KernelBank.open(Pi4jChips.load(libraries), chip, consumer, System::nanoTime);
        }
        return new GpioAdapter(context, InputSpec.all(settings), opener, System::nanoTime);
    }
}
