package io.weir.pipeline;

import io.weir.device.Reading;
import io.weir.pipeline.step.Operator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** One pipeline while it runs: its stages in order and its counts. Core thread only. */
final class Pipeline {

    private final PipelineSpec spec;
    private final Exit exit;
    private final List<Stage> stages;
    private final Downstream entry;
    private final SetClock clock;
    private final Moment moment;
    private long in;

    /**
     * The pipeline of a specification.
     *
     * @param operators gives each step its operator: a fresh one, or one that is taken over with its state
     */
    Pipeline(PipelineSpec spec, SetClock clock, PipelineListener listener, Function<StepSpec, Operator> operators) {
        this.spec = spec;
        this.clock = clock;
        this.moment = new Moment(clock);
        this.exit = new Exit(spec, listener);
        List<Stage> built = new ArrayList<>();
        Downstream next = exit;
        int resultsFrom = firstMaker(spec.steps());
        for (int i = spec.steps().size() - 1; i >= 0; i--) {
            StepSpec step = spec.steps().get(i);
            Stage stage = new Stage(step, operators.apply(step), i > resultsFrom, moment, next, exit);
            built.add(stage);
            next = stage;
        }
        Collections.reverse(built);
        this.stages = List.copyOf(built);
        this.entry = next;
    }

    private static int firstMaker(List<StepSpec> steps) {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).provider().makesResults()) {
                return i;
            }
        }
        return steps.size();
    }

    PipelineSpec spec() {
        return spec;
    }

    List<Stage> stages() {
        return stages;
    }

    /** Runs one reading through; true when it came to an operator with state. */
    boolean take(Reading reading) {
        in++;
        moment.at(reading.arrivalMillis());
        entry.take(reading);
        moment.end();
        boolean touched = false;
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            touched |= stage.takeEntered() && stage.stateful();
        }
        return touched;
    }

    long nextDeadlineMillis() {
        long next = Operator.NO_DEADLINE;
        for (int i = 0; i < stages.size(); i++) {
            next = Math.min(next, stages.get(i).operator().nextDeadlineMillis());
        }
        return next == Operator.NO_DEADLINE ? next : clock.millis(next);
    }

    void tick(long nowMillis) {
        moment.at(nowMillis);
        for (Stage stage : stages) {
            stage.tick();
            stage.takeEntered();
        }
        moment.end();
    }

    long held() {
        long held = 0;
        for (Stage stage : stages) {
            held += stage.held();
        }
        return held;
    }

    /** What happened since the last call. */
    Tally drain() {
        SortedMap<String, Long> filtered = new TreeMap<>();
        long aggregated = 0;
        long evicted = 0;
        for (Stage stage : stages) {
            long here = stage.takeFiltered();
            if (here > 0) {
                filtered.put(stage.spec().id(), here);
            }
            aggregated += stage.takeAggregated();
            evicted += stage.takeEvicted();
        }
        Tally tally = new Tally(
                spec.name(),
                in,
                exit.passed(),
                Collections.unmodifiableSortedMap(filtered),
                aggregated,
                exit.late(),
                exit.results(),
                exit.out(),
                evicted);
        in = 0;
        exit.reset();
        return tally;
    }
}
