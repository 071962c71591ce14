package io.weir.gateway;

import io.weir.gateway.config.GatewayConfig;
import io.weir.gateway.config.GatewayConfig.Component;
import io.weir.gateway.core.Core;
import io.weir.gateway.core.SwitchRefusedException;
import io.weir.pipeline.PipelineSpec;
import io.weir.pipeline.StepState;
import io.weir.uplink.Sink;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the gateway from the configuration that runs to another one, or leaves everything as it was. In this order:
 *
 * <ol>
 *   <li>the connectors of new and changed uplinks are made;
 *   <li>the doors of adapters that go or change are closed, which to devices is a full intake;
 *   <li>new and changed adapters listen, behind closed doors;
 *   <li>the core switches the pipelines between two readings;
 *   <li>changed uplinks go on from where their cursor stands, doors open, and what is gone is closed.
 * </ol>
 *
 * <p>Until the fourth step everything can be undone, and is when a part does not start or the disk refuses that step. The buffer is not touched at all,
 * except that an uplink that is gone frees its hold. One thread at a time; the maps may be read by any.
 */
final class Switchover {

    private static final Logger LOG = LoggerFactory.getLogger(Switchover.class);

    private final Core core;
    private final Adapters adapters;
    private final Uplinks uplinks;
    private final Map<String, RunningAdapter> runningAdapters = new ConcurrentHashMap<>();
    private final Map<String, RunningUplink> runningUplinks = new ConcurrentHashMap<>();

    Switchover(Core core, Adapters adapters, Uplinks uplinks) {
        this.core = core;
        this.adapters = adapters;
        this.uplinks = uplinks;
    }

    Map<String, RunningAdapter> adapters() {
        return runningAdapters;
    }

    Map<String, RunningUplink> uplinks() {
        return runningUplinks;
    }

    /**
     * Makes the configuration the first one that runs. Waits for a disk that refuses.
     *
     * @return what became of each step that had state
     * @throws SwitchFailedException when a part does not start
     */
    List<StepState> start(GatewayConfig first) throws SwitchFailedException {
        return apply(first, core::startPipelines);
    }

    /**
     * Makes the configuration the one that runs.
     *
     * @return what became of each step that had state
     * @throws SwitchFailedException when a part does not start, or the disk refuses: then the one before runs on
     */
    List<StepState> apply(GatewayConfig next) throws SwitchFailedException {
        return apply(next, core::switchPipelines);
    }

    private List<StepState> apply(GatewayConfig next, PipelineSwitch pipelines) throws SwitchFailedException {
        Map<String, Sink> sinks = new LinkedHashMap<>();
        Deque<Undo> undo = new ArrayDeque<>();
        boolean switched = false;
        try {
            for (Component component :
                    changed(next.uplinks(), runningUplinks.values().stream().map(RunningUplink::component))) {
                Sink sink = uplinks.sink(component, next.gateway());
                undo.push(() -> sink.close());
                sinks.put(component.name(), sink);
            }
            List<RunningAdapter> started = switchAdapters(next, undo);
            List<StepState> steps = switchPipelines(next, pipelines);
            switched = true;
            started.forEach(adapter -> runningAdapters.put(adapter.component().name(), adapter));
            switchUplinks(next, sinks);
            started.forEach(adapter -> adapter.door().open());
            return steps;
        } catch (IOException | RuntimeException e) {
            // Behind the switch only the disk can fail, and then the pipelines of the new configuration stay.
            boolean restored = !switched && !(e instanceof SwitchRefusedException refused && !refused.isDecided());
            for (Undo step : undo) {
                restored &= step.succeeds();
            }
            throw new SwitchFailedException(e, restored);
        }
    }

    private List<RunningAdapter> switchAdapters(GatewayConfig next, Deque<Undo> undo) throws IOException {
        List<Component> wanted =
                changed(next.adapters(), runningAdapters.values().stream().map(RunningAdapter::component));
        for (RunningAdapter old : List.copyOf(runningAdapters.values())) {
            String name = old.component().name();
            if (!next.adapters().containsKey(name)
                    || wanted.contains(next.adapters().get(name))) {
                // A changed adapter often keeps its port, so the old one must let go of it first.
                adapters.close(old);
                runningAdapters.remove(name);
                undo.push(() -> restart(old, next));
            }
        }
        List<RunningAdapter> started = new ArrayList<>();
        for (Component component : wanted) {
            RunningAdapter adapter = adapters.start(component, next.gateway());
            undo.push(() -> adapters.close(adapter));
            started.add(adapter);
        }
        return started;
    }

    private void restart(RunningAdapter old, GatewayConfig next) throws IOException {
        RunningAdapter again = adapters.start(old.component(), next.gateway());
        runningAdapters.put(old.component().name(), again);
        again.door().open();
    }

    /** How the core is asked. */
    private interface PipelineSwitch {
        CompletableFuture<List<StepState>> to(List<PipelineSpec> specs, String json);
    }

    private static List<StepState> switchPipelines(GatewayConfig next, PipelineSwitch pipelines)
            throws SwitchRefusedException {
        try {
            return pipelines
                    .to(StoredPipelines.specs(next), StoredPipelines.json(next))
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof SwitchRefusedException refused) {
                throw refused;
            }
            throw e;
        }
    }

    private void switchUplinks(GatewayConfig next, Map<String, Sink> sinks) throws IOException {
        for (RunningUplink old : List.copyOf(runningUplinks.values())) {
            String name = old.component().name();
            if (!next.uplinks().containsKey(name) || sinks.containsKey(name)) {
                old.uplink().close();
                runningUplinks.remove(name);
            }
            if (!next.uplinks().containsKey(name)) {
                uplinks.forget(name);
                LOG.info("An uplink was removed and holds nothing in the buffer any more uplink={}", name);
            }
        }
        for (Map.Entry<String, Sink> sink : sinks.entrySet()) {
            Component component = next.uplinks().get(sink.getKey());
            if (component != null) {
                runningUplinks.put(sink.getKey(), uplinks.start(component, sink.getValue(), next.gateway()));
            }
        }
    }

    /** Frees what uplinks hold in the buffer that went while the gateway was stopped. */
    void forgetAbsentUplinks() throws IOException {
        for (String name : uplinks.forgetAllBut(Set.copyOf(runningUplinks.keySet()))) {
            LOG.info("An uplink is configured no more and holds nothing in the buffer any more uplink={}", name);
        }
    }

    /** Closes adapters, then uplinks; the core has taken what the adapters brought when it is stopped after that. */
    void closeAdapters() {
        runningAdapters.values().forEach(adapters::close);
    }

    void closeUplinks() {
        runningUplinks.values().forEach(running -> running.uplink().close());
    }

    private static List<Component> changed(Map<String, Component> next, Stream<Component> running) {
        Set<Component> unchanged = running.collect(Collectors.toSet());
        return next.values().stream()
                .filter(component -> !unchanged.contains(component))
                .toList();
    }

    /** One step of the way back. */
    private interface Undo {
        void run() throws IOException;

        default boolean succeeds() {
            try {
                run();
                return true;
            } catch (IOException | RuntimeException e) {
                LOG.error("A part could not be put back as it was: {}", e.toString());
                return false;
            }
        }
    }
}
