package io.weir.gateway.core;

import io.weir.buffer.Inspection;
import io.weir.buffer.LogRecord;
import io.weir.buffer.Scan;
import io.weir.device.BinaryReader;
import io.weir.device.Reading;
import java.io.IOException;
import java.util.Set;

/**
 * The inputs that a log still holds, in their order: the readings that came to steps with state since the older checkpoint, and
 * the ticks of the clock that did something. Looks only; the gateway may be running.
 */
public final class StoredInputs {

    /** What is done with each. */
    public interface Taker {
        void reading(String adapter, String input, Reading reading);

        void tick(long nowMillis);

        /** The gateway's clock shows so much more from here on. */
        void clockSet(long byMillis);
    }

    private StoredInputs() {}

    /**
     * Gives all of them.
     *
     * @throws io.weir.device.MalformedBytesException when one is of a form that this program does not know
     */
    public static void read(Inspection buffer, Taker taker) throws IOException {
        Inputs.Visitor visitor = new Inputs.Visitor() {
            @Override
            public void reading(String adapter, String input, Reading reading) {
                taker.reading(adapter, input, reading);
            }

            @Override
            public void tick(long nowMillis) {
                taker.tick(nowMillis);
            }

            @Override
            public void pipelines(String json) {
                // Whoever reads the inputs brings pipelines along.
            }

            @Override
            public void era(EraChange change) {
                taker.clockSet(change.setByMillis());
            }
        };
        try (Scan scan = buffer.scan(buffer.stats().first(), Set.of(StreamTable.INPUTS))) {
            while (scan.hasNext()) {
                LogRecord entry = scan.next();
                Inputs.read(new BinaryReader(entry.bytes()), visitor);
            }
        }
    }
}
