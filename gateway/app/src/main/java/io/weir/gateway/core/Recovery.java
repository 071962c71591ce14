package io.weir.gateway.core;

import io.weir.buffer.Checkpoint;
import io.weir.buffer.LogRecord;
import io.weir.buffer.Offset;
import io.weir.buffer.RecordLog;
import io.weir.buffer.Scan;
import io.weir.device.BinaryReader;
import io.weir.device.MalformedBytesException;
import io.weir.device.Reading;
import io.weir.pipeline.StepState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the core's state again from the newest valid checkpoint and the inputs and marks after it. The records that the
 * replay puts out are discarded: the log has them already.
 */
final class Recovery implements Inputs.Visitor {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    private static final Set<Integer> STREAMS = Set.of(StreamTable.INPUTS, StreamTable.MARKS);

    private final PipelinesReader reader;
    private CoreState state = CoreState.empty();
    private long inputs;
    private long unreadable;

    private Recovery(PipelinesReader reader) {
        this.reader = reader;
    }

    static CoreState of(RecordLog log, PipelinesReader reader) throws IOException {
        Recovery recovery = new Recovery(reader);
        Offset from = recovery.loadCheckpoint(log);
        // State that was lost is accounted for; what the replay counts is in the log's marks already.
        PipelineAccounts.add(recovery.state.pipelines(), recovery.state.accounts());
        recovery.replay(log, from);
        recovery.state.pipelines().drain();
        return recovery.state;
    }

    private Offset loadCheckpoint(RecordLog log) throws IOException {
        Optional<Checkpoint> checkpoint = log.checkpoints().newest();
        if (checkpoint.isEmpty()) {
            return log.stats().first();
        }
        List<StepState> steps = new ArrayList<>();
        try {
            state = CoreState.restore(checkpoint.get().state(), reader, steps);
        } catch (MalformedBytesException e) {
            LOG.error("The checkpoint cannot be read, open windows and accounts begin anew: {}", e.getMessage());
            return log.stats().first();
        }
        steps.stream()
                .filter(step -> !step.kept())
                .forEach(step -> LOG.warn("The state of a step was dropped: {} {}", step, step.reason()));
        return checkpoint.get().at();
    }

    private void replay(RecordLog log, Offset from) throws IOException {
        try (Scan scan = log.scan(from, STREAMS)) {
            while (scan.hasNext()) {
                replay(scan.next());
            }
        }
        if (inputs > 0 || unreadable > 0) {
            LOG.info("Replayed inputs={} unreadable={} from={}", inputs, unreadable, from.value());
        }
    }

    private void replay(LogRecord entry) {
        try {
            BinaryReader in = new BinaryReader(entry.bytes());
            if (entry.stream() == StreamTable.MARKS) {
                state.eras().last(entry.timeMillis());
                Marks.apply(in, state.streams(), state.accounts(), state.redelivery());
            } else {
                Inputs.read(in, this);
                inputs++;
            }
        } catch (MalformedBytesException e) {
            unreadable++;
            LOG.warn(
                    "An entry of the log cannot be understood and is passed over: offset={} {}",
                    entry.offset().value(),
                    e.getMessage());
        }
    }

    @Override
    public void reading(String adapter, String input, Reading reading) {
        state.pipelines().onReading(adapter, input, reading);
    }

    @Override
    public void tick(long nowMillis) {
        state.pipelines().onTick(nowMillis);
    }

    @Override
    public void era(EraChange change) {
        state.change(change);
    }

    @Override
    public void pipelines(String json) {
        state.switchTo(reader.read(json), json);
    }
}
