package io.weir.gateway.core;

import io.weir.pipeline.PipelineSpec;
import io.weir.pipeline.StepState;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings changes of the pipelines to the disk, one after the other, each alone in its group, so that one that the disk
 * refuses takes nothing else with it. Whoever asked gets an answer in any case: a disk that refuses, and the end of the
 * gateway, are answers too. Core thread, but for {@link #ask}.
 */
final class PipelineSwitches {

    private static final Logger LOG = LoggerFactory.getLogger(PipelineSwitches.class);

    /**
     * Asks for other pipelines.
     *
     * @param mayBeRefused false for the first ones of a run: without pipelines there is nothing to go back to, so that these
     *     wait for the disk
     */
    record Request(
            List<PipelineSpec> specs, String json, boolean mayBeRefused, CompletableFuture<List<StepState>> done) {

        Request(List<PipelineSpec> specs, String json, boolean mayBeRefused) {
            this(List.copyOf(specs), json, mayBeRefused, new CompletableFuture<>());
        }

        /** True when the log says all of it already. */
        private boolean isKnownTo(CoreState state) {
            return json.equals(state.pipelinesJson())
                    && specs.stream().flatMap(spec -> spec.streams().stream()).allMatch(state.streams()::isNumbered);
        }

        private void refuse(String reason, boolean decided) {
            done.completeExceptionally(new SwitchRefusedException(reason, decided));
        }
    }

    /**
     * A change on its way to the disk.
     *
     * @param before all state as it was, to go back to; empty when that is out of the question
     * @param streamsBefore how many streams had a number then
     */
    record Attempt(Request request, List<StepState> steps, Optional<byte[]> before, int streamsBefore) {}

    private final Gathering group;
    private final Committer committer;
    private final CheckpointPace pace;
    private final Runnable handOver;
    private final Queue<Request> wanted = new ConcurrentLinkedQueue<>();
    private volatile boolean ended;
    private @Nullable Attempt inTheAir;

    /** @param handOver gives the group to the idle committer */
    PipelineSwitches(Gathering group, Committer committer, CheckpointPace pace, Runnable handOver) {
        this.group = group;
        this.committer = committer;
        this.pace = pace;
        this.handOver = handOver;
    }

    /** Any thread. */
    CompletableFuture<List<StepState>> ask(Request request) {
        wanted.add(request);
        if (ended) {
            refuseAll();
        }
        return request.done();
    }

    /** True when there is something to do, or to wait for. */
    boolean isPending() {
        return inTheAir != null || !wanted.isEmpty();
    }

    /** Does what can be done now. True while arrivals have to wait. */
    boolean advance() {
        if (isInTheAir()) {
            return true;
        }
        for (Request request = wanted.peek(); request != null; request = wanted.peek()) {
            if (request.isKnownTo(group.state())) {
                wanted.remove();
                request.done().complete(group.state().switchTo(request.specs(), request.json()));
            } else if (request.mayBeRefused()
                    && !committer.isIdle()
                    && !committer.trouble().isEmpty()) {
                wanted.remove();
                request.refuse(committer.trouble(), true);
            } else {
                if (committer.isIdle()) {
                    handOverOrBegin(request);
                }
                return true;
            }
        }
        return false;
    }

    private boolean isInTheAir() {
        Attempt attempt = inTheAir;
        if (attempt == null) {
            return false;
        }
        if (committer.isIdle()) {
            inTheAir = null;
            land(attempt);
            return false;
        }
        if (attempt.before().isPresent() && !committer.trouble().isEmpty()) {
            // The disk took it or not, and does not let itself be asked. Nobody should have to wait for that.
            attempt.request().refuse(committer.trouble(), false);
        }
        return true;
    }

    private void handOverOrBegin(Request request) {
        if (group.isEmpty()) {
            wanted.remove();
            inTheAir = group.switchTo(request);
            pace.demand();
        }
        handOver.run();
    }

    private void land(Attempt attempt) {
        String refusal = committer.refusal();
        if (refusal.isEmpty() || attempt.before().isEmpty()) {
            attempt.request().done().complete(attempt.steps());
        } else {
            LOG.warn("The pipelines stay as they were: {}", refusal);
            group.goBackTo(attempt.before().get(), attempt.streamsBefore());
            attempt.request().refuse(refusal, true);
        }
    }

    /** Nothing is begun any more; what is in the air may still land by {@link #advance}. */
    void end() {
        ended = true;
        refuseAll();
    }

    private void refuseAll() {
        for (Request request = wanted.poll(); request != null; request = wanted.poll()) {
            request.refuse("the gateway is stopping", true);
        }
    }
}
