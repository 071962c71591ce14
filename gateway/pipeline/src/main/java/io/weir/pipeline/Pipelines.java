package io.weir.pipeline;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.ByteSize;
import io.weir.device.MalformedBytesException;
import io.weir.device.Reading;
import io.weir.device.config.Problems;
import io.weir.pipeline.step.Operator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All pipelines of a configuration. A deterministic function of its calls: the same specifications, readings, ticks and
 * switches in the same order give the same output, also when it was saved by {@link #snapshot} and restored in between.
 *
 * <p>Used by one thread. Nothing survives a crash by itself: the core logs every reading for which {@link #onReading}
 * answers true, every tick and every switch, and checkpoints the state.
 */
public final class Pipelines {

    private final List<Pipeline> all;
    private final Routes routes;
    private final SetClock clock;
    private final PipelineListener listener;
    /** Tallies of pipelines and states that are gone, until the next drain. */
    private final List<Tally> leftOver = new ArrayList<>();

    private Pipelines(List<Pipeline> all, SetClock clock, PipelineListener listener) {
        this.all = List.copyOf(all);
        this.clock = clock;
        this.routes = new Routes(this.all);
        this.listener = listener;
    }

    /** Pipelines without any state; the specifications were checked. */
    public static Pipelines of(List<PipelineSpec> specs, PipelineListener out) {
        SetClock clock = new SetClock();
        List<Pipeline> all = new ArrayList<>();
        for (PipelineSpec spec : specs) {
            all.add(new Pipeline(spec, clock, out, step -> step.provider().create(step.settings())));
        }
        return new Pipelines(all, clock, out);
    }

    /** Reports what shapes cannot say: contradicting keys, ids and streams that are there twice, steps out of place. */
    public static void check(List<PipelineSpec> specs, Problems problems) {
        Set<String> streams = new HashSet<>();
        for (PipelineSpec spec : specs) {
            for (String stream : spec.streams()) {
                if (!streams.add(stream)) {
                    problems.report(
                            "pipelines." + spec.name(), "conflict", "two pipelines would write the stream " + stream);
                }
            }
            checkSteps(spec, problems);
        }
    }

    private static void checkSteps(PipelineSpec spec, Problems problems) {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < spec.steps().size(); i++) {
            StepSpec step = spec.steps().get(i);
            String path = step.settings().path();
            if (!ids.add(step.id())) {
                problems.report(
                        path, "conflict", "a second step of pipeline " + spec.name() + " is called " + step.id());
            }
            step.provider().check(step.settings(), problems);
        }
    }

    /** The memory that steps with state may take. */
    public static List<StateEstimate> estimate(List<PipelineSpec> specs) {
        List<StateEstimate> estimates = new ArrayList<>();
        for (PipelineSpec spec : specs) {
            for (StepSpec step : spec.steps()) {
                if (step.provider().stateful()) {
                    ByteSize perKey = new ByteSize(step.provider().bytesPerKey(step.settings()));
                    int keys = step.provider().maxKeys(step.settings());
                    estimates.add(new StateEstimate(spec.name(), step.id(), perKey, keys));
                }
            }
        }
        return List.copyOf(estimates);
    }

    /** Whether any pipeline takes what comes in here; otherwise it is unrouted. */
    public boolean takes(String adapter, String input) {
        return !routes.of(adapter, input).isEmpty();
    }

    /**
     * Runs a reading through every pipeline that takes it, in their order.
     *
     * @param input empty when the adapter has none
     * @return true when it came to an operator with state, so that it must be logged as an input
     */
    public boolean onReading(String adapter, String input, Reading reading) {
        List<Pipeline> taking = routes.of(adapter, input);
        boolean touched = false;
        for (int i = 0; i < taking.size(); i++) {
            touched |= taking.get(i).take(reading);
        }
        return touched;
    }

    /** When {@link #onTick} is due, epoch milliseconds by the clock that stamps arrivals; nothing when it never is. */
    public OptionalLong nextDeadlineMillis() {
        long next = Operator.NO_DEADLINE;
        for (int i = 0; i < all.size(); i++) {
            next = Math.min(next, all.get(i).nextDeadlineMillis());
        }
        return next == Operator.NO_DEADLINE ? OptionalLong.empty() : OptionalLong.of(next);
    }

    /** Tells the time. Does something only when a deadline has come; such a tick must be logged as an input. */
    public void onTick(long nowMillis) {
        for (Pipeline pipeline : all) {
            pipeline.tick(nowMillis);
        }
    }

    /**
     * The gateway's clock was set; to be logged as an input. Stamps of readings and ticks go on from the new time. Silence
     * is measured as if nothing had been set; what was stamped in an earlier era is closed when a later stamp comes.
     *
     * @param byMillis how much later the clock shows from now on
     */
    public void onClock(long byMillis) {
        clock.set(byMillis);
    }

    /** Writes the state of all operators. */
    public void snapshot(BinaryWriter out) {
        Checkpoint.write(all, clock, out);
    }

    /**
     * Fills these fresh pipelines with a state that {@link #snapshot} wrote. A state whose step is gone or differs in what
     * matters to it, or that is damaged, is left out, and its step starts empty; the answer says so for each.
     *
     * @throws MalformedBytesException when the whole is not a state or of an unknown version
     */
    public List<StepState> restore(BinaryReader in) {
        Checkpoint.Outcome outcome = Checkpoint.read(all, clock, in);
        leftOver.addAll(outcome.losses());
        return outcome.states();
    }

    /**
     * The pipelines of another configuration, which go on from the state of these: a step keeps its state when its
     * pipeline, id and state-affecting settings are the same. The others emit what they hold through the old pipelines
     * first, windows marked partial. These must not be used afterwards; their undrained tallies come out of the new ones.
     */
    public Switched switchTo(List<PipelineSpec> specs) {
        HandOver handOver = new HandOver(all, specs);
        List<Pipeline> next = new ArrayList<>();
        for (PipelineSpec spec : specs) {
            next.add(new Pipeline(spec, clock, listener, step -> handOver.operator(spec, step)));
        }
        Pipelines pipelines = new Pipelines(next, clock, listener);
        pipelines.leftOver.addAll(drain());
        return new Switched(pipelines, handOver.states());
    }

    /** The result of {@link #switchTo}; {@code states} tells of every step that had state. */
    public record Switched(Pipelines pipelines, List<StepState> states) {}

    /** What happened since the last call, for the ledger; only pipelines in which something did. */
    public List<Tally> drain() {
        List<Tally> tallies = new ArrayList<>(leftOver);
        leftOver.clear();
        for (Pipeline pipeline : all) {
            Tally tally = pipeline.drain();
            if (!tally.isEmpty()) {
                tallies.add(tally);
            }
        }
        return tallies;
    }

    /** Readings that operators hold back at this moment, by pipeline; every pipeline is named. */
    public SortedMap<String, Long> held() {
        SortedMap<String, Long> held = new TreeMap<>();
        all.forEach(pipeline -> held.put(pipeline.spec().name(), pipeline.held()));
        return Collections.unmodifiableSortedMap(held);
    }

    /** Whether no operator holds or has open what would still come out. */
    boolean isIdle() {
        return all.stream()
                .flatMap(pipeline -> pipeline.stages().stream())
                .allMatch(stage -> stage.operator().isIdle());
    }

    /** What each step has done since these pipelines were made, in the order of the specification. */
    public List<StepCount> counts() {
        return all.stream()
                .flatMap(pipeline -> pipeline.stages().stream()
                        .map(stage -> stage.count(pipeline.spec().name())))
                .toList();
    }

    /** The keys that operators with state hold at this moment. */
    public List<StepState> states() {
        List<StepState> states = new ArrayList<>();
        for (Pipeline pipeline : all) {
            for (Stage stage : pipeline.stages()) {
                if (stage.stateful()) {
                    states.add(new StepState(
                            pipeline.spec().name(),
                            stage.spec().id(),
                            stage.operator().keys(),
                            ""));
                }
            }
        }
        return List.copyOf(states);
    }
}
