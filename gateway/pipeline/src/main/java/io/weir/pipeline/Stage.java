package io.weir.pipeline;

import io.weir.device.BinaryWriter;
import io.weir.device.Reading;
import io.weir.device.Record;
import io.weir.device.WindowResult;
import io.weir.pipeline.step.Emitter;
import io.weir.pipeline.step.Operator;

/**
 * One step in its place: gives its operator what comes, and counts and sends on what the operator answers. Behind a step
 * that makes results all readings are made from those ({@link Moment}); they are no readings of the pipeline's accounts,
 * and what leaves at its end are results.
 */
final class Stage implements Downstream, Emitter {

    private final StepSpec spec;
    private final boolean stateful;
    private final boolean ofResults;
    private final Moment moment;
    private final Downstream next;
    private final Exit exit;
    private Operator operator;

    /** In all, for {@link StepCount}. */
    private long allIn;

    private long allPassed;
    private long allFiltered;
    private long allAggregated;
    private long allLate;
    private long allResults;
    private long allEvicted;

    private boolean entered;
    private long filtered;
    private long aggregated;
    private long evicted;

    /** {@code ofResults}: whether a step before it makes results. */
    Stage(StepSpec spec, Operator operator, boolean ofResults, Moment moment, Downstream next, Exit exit) {
        this.spec = spec;
        this.ofResults = ofResults;
        this.moment = moment;
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

    /** Readings of the pipeline that its operator has not answered yet. */
    long held() {
        return ofResults ? 0 : operator.held();
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
        allIn++;
        operator.onReading(reading, this);
    }

    @Override
    public void takeResult(Record result) {
        if (result instanceof Reading reading) {
            take(reading);
        } else if (result instanceof WindowResult window) {
            moment.readings(window, this::take);
        }
    }

    void tick() {
        // also when nothing is due: the gateway's clock may have been set back, which moves what is
        if (operator.nextDeadlineMillis() != Operator.NO_DEADLINE) {
            operator.onTick(moment.steadyMillis(), this);
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
    public long nowMillis() {
        return moment.nowMillis();
    }

    @Override
    public long steadyMillis() {
        return moment.steadyMillis();
    }

    @Override
    public void pass(Reading reading) {
        allPassed++;
        if (ofResults) {
            next.takeResult(reading);
        } else {
            next.take(reading);
        }
    }

    @Override
    public void result(Record result) {
        allResults++;
        next.takeResult(result);
    }

    @Override
    public void filtered() {
        allFiltered++;
        if (!ofResults) {
            filtered++;
        }
    }

    @Override
    public void aggregated() {
        allAggregated++;
        if (!ofResults) {
            aggregated++;
        }
    }

    @Override
    public void late(Reading reading, boolean keep) {
        allLate++;
        if (!ofResults) {
            exit.late(reading, keep);
        } else if (keep) {
            exit.lateResult(reading);
        }
    }

    @Override
    public void evicted() {
        allEvicted++;
        evicted++;
    }

    StepCount count(String pipeline) {
        return new StepCount(
                pipeline,
                spec.id(),
                allIn,
                allPassed,
                allFiltered,
                allAggregated,
                allLate,
                operator.held(),
                allResults,
                allEvicted);
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
