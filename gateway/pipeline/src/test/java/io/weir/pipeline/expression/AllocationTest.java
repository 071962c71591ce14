package io.weir.pipeline.expression;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions are asked for every reading: asking costs no memory. */
class AllocationTest {

    private static final int ASKED = 100_000;
    /** Far less than one object for each. */
    private static final long NEARLY_NOTHING_BYTES = ASKED;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "value > 20 && value < 30 && quality != \"bad\"",
                "round(clamp(value * 1.8 + 32, 0, 100), 1) in [70.7, 1, 2] ? age < 5m : min(1, 2, value) / 0 > 1",
                "device.startsWith(\"boiler\") && metric in [\"a\", \"temperature\"] && device.glob(\"b*-*\")",
                "kind == \"text\" || value == \"open\" || value > 5",
            })
    void askingAllocatesNothing(String expression) throws MistakeException {
        Condition condition = Condition.of(expression);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int held = ask(condition);

        long before = threads.getCurrentThreadAllocatedBytes();
        held += ask(condition);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(held).isEqualTo(2 * ASKED);
        assertThat(allocated).isLessThan(NEARLY_NOTHING_BYTES);
    }

    private static int ask(Condition condition) {
        int held = 0;
        for (int i = 0; i < ASKED; i++) {
            held += condition.holds(Asked.READING) ? 1 : 0;
        }
        return held;
    }
}
