package io.weir.gateway;

import io.weir.buffer.LogRecord;
import io.weir.buffer.Offset;
import io.weir.buffer.Retain;
import io.weir.gateway.core.InputsNeeded;
import io.weir.gateway.core.StreamTable;
import io.weir.pipeline.PipelineSpec;
import io.weir.pipeline.Priority;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells the log what may go when it is full: inputs below the checkpoint, and of records those of the lowest priority
 * first. A stream whose pipeline this process has not seen keeps the normal priority and is not thinned, nor is one of high
 * priority, ever. Any thread.
 */
final class RecordWorth implements Retain {

    private final InputsNeeded inputs;
    private final Thinning thinning = new Thinning();
    private final Map<String, Priority> priorities = new ConcurrentHashMap<>();
    private volatile Optional<StreamTable> streams = Optional.empty();

    RecordWorth(InputsNeeded inputs) {
        this.inputs = inputs;
    }

    /** Where the names of streams are. */
    void names(StreamTable table) {
        streams = Optional.of(table);
    }

    /** These run from now on. What a pipeline that goes has written keeps its worth. */
    void pipelines(List<PipelineSpec> specs) {
        for (PipelineSpec spec : specs) {
            spec.streams().forEach(stream -> priorities.put(stream, spec.priority()));
        }
    }

    private Optional<Priority> of(int stream) {
        return streams.map(table -> priorities.get(table.name(stream)));
    }

    @Override
    public Offset needed(int stream) {
        return inputs.needed(stream);
    }

    @Override
    public int priority(int stream) {
        boolean own = stream == StreamTable.INPUTS || stream == StreamTable.MARKS;
        return (own ? Priority.HIGH : of(stream).orElse(Priority.NORMAL)).rank();
    }

    @Override
    public boolean thins(int stream) {
        return of(stream).filter(priority -> priority != Priority.HIGH).isPresent();
    }

    @Override
    public List<LogRecord> thin(int stream, List<LogRecord> run, int level) {
        return thinning.condense(run, level);
    }
}
