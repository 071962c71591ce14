package io.weir.device.gpio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.device.gpio.InputSpec.Edges;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Turn by turn, with the kernel's bank over a chip made of lists and a clock that is moved by hand. */
class BankThreadTest {

    private final FakeChips chips = new FakeChips().with("gpiochip0", "pinctrl-bcm2711");
    private final AtomicLong nanos = new AtomicLong(Duration.ofHours(1).toNanos());
    private final List<String> changes = new ArrayList<>();
    private final List<Input> inputs = new ArrayList<>();
    private Optional<KernelBank> bank = Optional.empty();

    @BeforeEach
    void open() throws IOException {
        bank = Optional.of(KernelBank.open(chips, Optional.empty(), "test", nanos::get));
    }

    @AfterEach
    void close() {
        bank.ifPresent(KernelBank::close);
    }

    private void input(String name, int pin, Edges edges, Duration debounce, boolean activeLow) throws IOException {
        InputSpec spec = new InputSpec(name, pin, Pull.NONE, edges, debounce, activeLow);
        Line line = bank.orElseThrow().open(pin, Pull.NONE);
        inputs.add(new Input(spec, line, (input, active) -> changes.add(input.name() + "=" + active)));
    }

    private BankThread thread() {
        return new BankThread("test", bank.orElseThrow(), inputs, nanos::get);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void onlyTheEdgesThatWereAskedForAreReported() throws IOException {
        input("both", 1, Edges.BOTH, Duration.ZERO, false);
        input("rising", 2, Edges.RISING, Duration.ZERO, false);
        input("falling", 3, Edges.FALLING, Duration.ZERO, false);
        for (int pin = 1; pin <= 3; pin++) {
            chips.line(pin).edge(true, nanos.get());
            chips.line(pin).edge(false, nanos.get());
        }

        thread().turn();

        assertThat(changes).containsExactly("both=true", "both=false", "rising=true", "falling=false");
    }

    @Test
    void anActiveLowInputReportsTheOppositeAndMeansItsValueByRising() throws IOException {
        chips.line(1).high = true;
        input("door", 1, Edges.RISING, Duration.ZERO, true);
        chips.line(1).edge(false, nanos.get());
        chips.line(1).edge(true, nanos.get());

        thread().turn();

        assertThat(changes).containsExactly("door=true");
    }

    @Test
    void theLevelAtTheStartIsNoChange() throws IOException {
        chips.line(1).high = true;
        input("door", 1, Edges.BOTH, Duration.ZERO, false);

        BankThread thread = thread();
        pass(BankThread.LOOK);
        thread.turn();

        assertThat(changes).isEmpty();
    }

    @Test
    void aDebouncedChangeIsReportedWhenItHasHeldWithoutAFurtherEdge() throws IOException {
        input("door", 1, Edges.BOTH, Duration.ofMillis(30), false);
        BankThread thread = thread();

        chips.line(1).edge(true, nanos.get());
        thread.turn();
        List<String> early = List.copyOf(changes);
        pass(Duration.ofMillis(30));
        thread.turn();

        assertThat(early).isEmpty();
        assertThat(changes).containsExactly("door=true");
    }

    @Test
    void anEdgeThatTheKernelLostIsNoticedWithinASecond() throws IOException {
        input("door", 1, Edges.BOTH, Duration.ZERO, false);
        BankThread thread = thread();

        chips.line(1).high = true;
        thread.turn();
        List<String> early = List.copyOf(changes);
        pass(BankThread.LOOK);
        thread.turn();
        thread.turn();

        assertThat(early).isEmpty();
        assertThat(changes).containsExactly("door=true");
    }

    @Test
    void anOscillatingPinDoesNotStarveTheOthers() throws IOException {
        input("noisy", 1, Edges.BOTH, Duration.ZERO, false);
        input("door", 2, Edges.BOTH, Duration.ZERO, false);
        for (int i = 0; i < 10_000; i++) {
            chips.line(1).edge(i % 2 == 0, nanos.get());
        }
        chips.line(2).edge(true, nanos.get());

        thread().turn();

        assertThat(changes).hasSize(65).contains("door=true");
    }

    @Test
    void aBrokenLineIsTroubleAndNotTheEnd() throws IOException {
        input("door", 1, Edges.BOTH, Duration.ZERO, false);
        BankThread thread = thread();
        chips.line(1).broken = true;
        pass(BankThread.LOOK);

        thread.start();
        try {
            await().atMost(Duration.ofMinutes(1)).until(() -> thread.trouble().isPresent());
            assertThat(thread.isAlive()).isTrue();
            assertThat(thread.trouble().orElse("")).contains("No such device");
        } finally {
            thread.close();
        }

        assertThat(thread.isAlive()).isFalse();
        assertThat(chips.requested).isEmpty();
        assertThat(chips.log).contains("close gpiochip0");
    }
}
