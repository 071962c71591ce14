package io.weir.pipeline;

import io.weir.device.BinaryWriter;
import io.weir.device.Reading;
import io.weir.device.Record;

/** One step in its place: gives its operator what comes, and counts and sends on what the operator answers. */
final class Stage implements Downstream, Emitter {

    private final StepSpec spec;
    private final boolean stateful;
    private final Downstream next;
    private final Exit exit;
    private Operator operator;

    private boolean entered;
    private long filtered;
    private long aggregated;
    private long evicted;

    Stage(StepSpec spec, Operator operator, Downstream next, Exit exit) {
        this.spec = spec;
        this.stateful = spec.provider().stateful();
        this.operator = operator;
        this.next = next;
        this.exit = exit;
    }

    StepSpec spec() {
        return spec;
    }

    boolean stateful() {
        return stateful;
    }

    Operator operator() {
        return operator;
    }

    /** Whether a reading came in since this was last asked. */
    boolean takeEntered() {
        boolean was = entered;
        entered = false;
        return was;
    }

    @Override
    public void take(Reading reading) {
        entered = true;
        operator.onReading(reading, this);
    }

    @Override
    public void takeResult(Record result) {
        operator.onResult(result, this);
    }

    void tick(long nowMillis) {
        if (operator.nextDeadlineMillis() <= nowMillis) {
            operator.onTick(nowMillis, this);
        }
    }

    void close() {
        operator.close(this);
    }

    BinaryWriter snapshot() {
        BinaryWriter state = new BinaryWriter(256);
        operator.snapshot(state);
        return state;
    }

    /** Forgets all state. */
    void startEmpty() {
        operator = spec.provider().create(spec.settings());
    }

    @Override
    public void pass(Reading reading) {
        next.take(reading);
    }

    @Override
    public void result(Record result) {
        next.takeResult(result);
    }

    @Override
    public void filtered() {
        filtered++;
    }

    @Override
    public void aggregated() {
        aggregated++;
    }

    @Override
    public void late(Reading reading, boolean keep) {
        exit.late(reading, keep);
    }

    @Override
    public void evicted() {
        evicted++;
    }

    long takeFiltered() {
        long was = filtered;
        filtered = 0;
        return was;
    }

    long takeAggregated() {
        long was = aggregated;
        aggregated = 0;
        return was;
    }

    long takeEvicted() {
        long was = evicted;
        evicted = 0;
        return was;
    }
}
