package io.weir.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.ByteSize;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowTest {

    private static Slot slot(long offset) {
        return Slot.waiting(Readings.outgoing("raw", "d", offset), Instant.EPOCH, 0);
    }

    @Test
    void aHoldThatEndsWhileABatchIsPickedLetsNoLaterRecordPassTheHeldOne() {
        Window window = new Window(new BatchLimits(10, ByteSize.ofKibibytes(1), Duration.ofSeconds(1)));
        window.add(slot(1));
        window.add(slot(2));
        Iterator<Boolean> held = List.of(true, false).iterator();

        Window.Picked picked = window.pick(10, 1_000, lineage -> held.next());

        assertThat(picked.slots()).isEmpty();
    }
}
