package io.weir.device.gpio;

import io.weir.device.Ack;
import io.weir.device.Adapter;
import io.weir.device.AdapterContext;
import io.weir.device.Arrival;
import io.weir.device.Delivery;
import io.weir.device.DeviceId;
import io.weir.device.Quality;
import io.weir.device.Reading;
import io.weir.device.TimeQuality;
import io.weir.device.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports changes of inputs: the device is the adapter, the metric the input, the value true when the input is active.
 * Started and closed by one thread; the inputs are read on a thread of their own. An edge is never sent again: one that
 * finds no room is counted as turned away, and what is in memory when the power goes is lost.
 */
final class GpioAdapter implements Adapter {

    private static final Logger log = LoggerFactory.getLogger(GpioAdapter.class);
    private static final int MESSAGE_BYTES = 384;

    private final AdapterContext context;
    private final List<InputSpec> specs;
    private final GpioBank.Opener opener;
    private final LongSupplier nanoTime;
    private volatile Optional<BankThread> running = Optional.empty();

    GpioAdapter(AdapterContext context, List<InputSpec> specs, GpioBank.Opener opener, LongSupplier nanoTime) {
        this.context = context;
        this.specs = List.copyOf(specs);
        this.opener = opener;
        this.nanoTime = nanoTime;
    }

    @Override
    public void start() throws IOException {
        BankThread thread;
        try {
            thread = open();
        } catch (IOException e) {
            throw new IOException("adapter " + context.name() + ": " + e.getMessage(), e);
        }
        thread.start();
        running = Optional.of(thread);
        log.info("GPIO adapter {} reads {} inputs", context.name(), specs.size());
    }

    private BankThread open() throws IOException {
        GpioBank bank = opener.open();
        boolean opened = false;
        try {
            List<Input> inputs = new ArrayList<>();
            for (InputSpec spec : specs) {
                inputs.add(new Input(spec, bank.open(spec.pin(), spec.pull()), this::changed));
            }
            opened = true;
            return new BankThread(context.name(), bank, inputs, nanoTime);
        } finally {
            if (!opened) {
                bank.close();
            }
        }
    }

    private void changed(InputSpec input, boolean active) {
        long now = context.clock().millis();
        Reading reading = new Reading(
                new DeviceId(context.name()),
                input.name(),
                now,
                new Value.Bool(active),
                "",
                Quality.GOOD,
                now,
                TimeQuality.ARRIVAL);
        boolean taken = context.intake()
                .offer(new Arrival.Message(
                        context.name(),
                        input.name(),
                        new Arrival.Content.Decoded(List.of(reading)),
                        new Delivery.Once(),
                        MESSAGE_BYTES,
                        Ack.NONE));
        if (!taken) {
            context.intake().turnedAway(context.name());
        }
    }

    @Override
    public Map<String, String> listening() {
        return Map.of();
    }

    @Override
    public Status status() {
        Optional<BankThread> thread = running.filter(BankThread::isAlive);
        if (thread.isEmpty()) {
            return new Status(false, 0, List.of("not running"));
        }
        List<String> trouble = thread.get().trouble().stream().toList();
        return new Status(trouble.isEmpty(), specs.size(), trouble);
    }

    @Override
    public void close() {
        Optional<BankThread> ended = running;
        running = Optional.empty();
        ended.ifPresent(BankThread::close);
    }
}
