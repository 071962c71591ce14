package io.weir.device.gpio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class KernelBankTest {

    private final FakeChips chips = new FakeChips();
    private final AtomicLong nanos = new AtomicLong(Duration.ofHours(1).toNanos());

    private KernelBank open(Optional<String> wanted) throws IOException {
        return KernelBank.open(chips, wanted, "weir:cabinet", nanos::get);
    }

    private KernelBank open() throws IOException {
        return open(Optional.empty());
    }

    @Test
    void theChipIsTheOneWithThePinControllerWhateverItsNumber() throws IOException {
        chips.with("gpiochip0", "9030000.pl061").with("gpiochip1", "pinctrl-bcm2711");

        try (KernelBank bank = open();
                Line line = bank.open(17, Pull.UP)) {
            assertThat(line.isHigh()).isFalse();
        }

        assertThat(chips.log)
                .containsExactly(
                        "open gpiochip0",
                        "close gpiochip0",
                        "open gpiochip1",
                        "request 17 UP weir:cabinet",
                        "close gpiochip1");
    }

    @Test
    void aChipCanBeNamed() throws IOException {
        chips.with("gpiochip0", "usb-expander").with("gpiochip1", "pinctrl-rp1");

        open(Optional.of("gpiochip0")).close();

        assertThat(chips.log).containsExactly("open gpiochip0", "close gpiochip0");
    }

    @Test
    void withoutAnyChipTheMessageSaysHowToRunWithoutPins() {
        assertThatThrownBy(this::open)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no GPIO chip")
                .hasMessageContaining("gpio: simulated");
    }

    @Test
    void anUnknownBoardIsRefusedWithWhatWasFound() {
        chips.with("gpiochip0", "9030000.pl061");

        assertThatThrownBy(this::open)
                .hasMessageContaining("gpiochip0 (9030000.pl061)")
                .hasMessageContaining("chip:")
                .hasMessageContaining("gpio: simulated");
    }

    @Test
    void aNamedChipThatIsNotThereIsRefusedWithThoseThatAre() {
        chips.with("gpiochip0", "pinctrl-rp1");

        assertThatThrownBy(() -> open(Optional.of("gpiochip4")))
                .hasMessageContaining("gpiochip4")
                .hasMessageContaining("[gpiochip0]");
    }

    @Test
    void aForbiddenChipNamesTheGroup() {
        chips.with("gpiochip0", "pinctrl-rp1");
        chips.refusal = "open failed (Permission denied)";

        assertThatThrownBy(this::open).hasMessageContaining("/dev/gpiochip0").hasMessageContaining("group gpio");
    }

    @Test
    void aPinBeyondTheChipIsRefused() throws IOException {
        chips.with("gpiochip0", "pinctrl-bcm2711");

        try (KernelBank bank = open()) {
            assertThatThrownBy(() -> bank.open(54, Pull.NONE))
                    .hasMessage("pin 54 is not on gpiochip0 (pinctrl-bcm2711), which has 0 to 53");
        }
    }

    @Test
    void aBusyPinIsNamedAndCanBeOpenedAgainOnceItWasClosed() throws IOException {
        chips.with("gpiochip0", "pinctrl-bcm2711");

        try (KernelBank first = open();
                KernelBank second = open()) {
            Line line = first.open(17, Pull.NONE);
            assertThatThrownBy(() -> second.open(17, Pull.NONE))
                    .hasMessageContaining("pin 17 of gpiochip0")
                    .hasMessageContaining("another program");
            line.close();
            second.open(17, Pull.NONE).close();
            second.open(17, Pull.NONE);
        }

        assertThat(chips.requested).isEmpty();
    }

    @Test
    void edgesComeInOrderAndKeepTheKernelsTime() throws IOException {
        chips.with("gpiochip0", "pinctrl-bcm2711");
        long happened = nanos.get() - Duration.ofMillis(3).toNanos();

        try (KernelBank bank = open();
                Line line = bank.open(17, Pull.NONE)) {
            chips.line(17).edge(true, happened);
            chips.line(17).edge(false, happened + 1);
            bank.await(Duration.ofSeconds(1));

            assertThat(line.next()).contains(new Line.Edge(true, happened));
            assertThat(line.next()).contains(new Line.Edge(false, happened + 1));
            assertThat(line.next()).isEmpty();
        }
    }

    @Test
    void aTimeStampOfAnotherClockIsReplacedByNow() throws IOException {
        chips.with("gpiochip0", "pinctrl-bcm2711");

        try (KernelBank bank = open();
                Line line = bank.open(17, Pull.NONE)) {
            chips.line(17).edge(true, 1_795_000_000_000_000_000L);
            chips.line(17).edge(false, -5);

            assertThat(line.next()).contains(new Line.Edge(true, nanos.get()));
            assertThat(line.next()).contains(new Line.Edge(false, nanos.get()));
        }
    }

    @Test
    void waitingForSeveralLinesEndsWhenAnyHasAnEdge() throws IOException {
        chips.with("gpiochip0", "pinctrl-bcm2711");

        try (KernelBank bank = open();
                Line quiet = bank.open(4, Pull.NONE);
                Line lively = bank.open(17, Pull.NONE)) {
            chips.line(17).edge(true, nanos.get());
            bank.await(Duration.ofDays(1));

            assertThat(quiet.next()).isEmpty();
            assertThat(lively.next()).isPresent();
        }
    }
}
