package io.weir.gateway.core;

import io.weir.device.Arrival;
import io.weir.device.Delivery;
import io.weir.device.Reading;
import io.weir.device.Record;
import io.weir.gateway.time.SiteClock;
import io.weir.pipeline.PipelineListener;
import io.weir.pipeline.StepState;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The state, and the group that is gathered from what happens to it: whatever changes the state leaves in the group what
 * changes it again after a crash. Core thread.
 */
final class Gathering implements PipelineListener {

    private final PipelinesReader reader;
    private final SiteClock clock;
    private final EraWatch eraWatch;
    private final Consumer<Restamping> restamping;
    private final StreamTable streams;
    private final RejectionLog rejections;
    private CoreState state;
    private AdapterAccounts adapterAccounts;
    private GroupBuilder group = new GroupBuilder();
    private long groupBegunNanos;
    private long nowMillis;
    /** Deadlines were set by a clock that now shows much less, or may do so since the gateway was off. */
    private boolean clockSetBack = true;

    /** @param restamping is given what is on disk of the clock's eras */
    Gathering(CoreState state, PipelinesReader reader, SiteClock clock, Consumer<Restamping> restamping) {
        this.reader = reader;
        this.clock = clock;
        this.eraWatch = new EraWatch(clock);
        this.restamping = restamping;
        this.state = state;
        this.streams = state.streams();
        this.rejections = new RejectionLog(clock);
        this.adapterAccounts = new AdapterAccounts(state.accounts());
        this.nowMillis = clock.millis();
        state.outputsTo(this);
    }

    /** Another one after each {@link #goBackTo}. */
    CoreState state() {
        return state;
    }

    boolean isEmpty() {
        return group.isEmpty();
    }

    boolean isFull() {
        return group.isFull();
    }

    /** Since the first thing came into the group. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - groupBegunNanos);
    }

    void lookAtTheClock() {
        long millis = clock.millis();
        clockSetBack |= millis < nowMillis - SiteClock.JITTER_MILLIS;
        nowMillis = millis;
    }

    /** Looks whether the clock was set, or is to be; what is taken in from here on has the times of the new era. */
    void followTheClock() {
        eraWatch.look(state.eras()).ifPresent(change -> {
            begin();
            nowMillis = clock.millis();
            clockSetBack = true;
            group.era(change, nowMillis);
            state.change(change);
            Restamping known = state.eras().restamping();
            group.whenDurable(() -> restamping.accept(known));
        });
    }

    private void begin() {
        if (group.isEmpty()) {
            groupBegunNanos = System.nanoTime();
        }
    }

    void turnedAway(String adapter, long count) {
        begin();
        adapterAccounts.turnedAway(adapter, count);
        group.counted();
    }

    void take(Arrival arrival) {
        begin();
        group.arrived(arrival);
        if (arrival instanceof Arrival.Session session) {
            state.redelivery().session(session.adapter(), session.peer(), session.begins());
            group.marks().session(session.adapter(), session.peer(), session.begins());
        } else if (arrival instanceof Arrival.Message message) {
            takeMessage(message);
        }
    }

    private void takeMessage(Arrival.Message message) {
        AdapterAccounts.Of account = adapterAccounts.of(message.adapter());
        account.message();
        if (message.delivery() instanceof Delivery.Repeatable delivery) {
            if (state.redelivery().isRepeat(message.adapter(), delivery)) {
                account.rejected("repeat");
                return;
            }
            state.redelivery().taken(message.adapter(), delivery.peer(), delivery.fingerprint(), delivery.memory());
            group.marks().taken(message.adapter(), delivery.peer(), delivery.fingerprint(), delivery.memory());
        }
        if (message.content() instanceof Arrival.Content.Rejected rejected) {
            account.rejected(rejected.reason());
            rejections.note(message.adapter(), rejected);
        } else if (message.content() instanceof Arrival.Content.Decoded decoded) {
            account.decoded(decoded.readings().size());
            for (Reading reading : decoded.readings()) {
                takeReading(message, state.eras().stamped(reading, clock.setByMillis()), account);
            }
        }
    }

    private void takeReading(Arrival.Message message, Reading reading, AdapterAccounts.Of account) {
        if (!state.pipelines().takes(message.adapter(), message.input())) {
            account.unrouted();
            return;
        }
        tickBefore(reading);
        if (state.pipelines().onReading(message.adapter(), message.input(), reading)) {
            group.reading(message.adapter(), message.input(), reading, nowMillis);
        }
    }

    /**
     * What was due when a reading came in comes before it, however long both waited here: otherwise it would be the load that
     * decides whether a silence was over.
     */
    private void tickBefore(Reading reading) {
        long arrivalMillis = reading.arrivalMillis();
        if (arrivalMillis > nowMillis) {
            nowMillis = Math.max(nowMillis, clock.millis());
        }
        long millis = Math.min(arrivalMillis, nowMillis);
        if (isTickDue(millis)) {
            tick(millis);
        }
    }

    boolean isTickDue() {
        return isTickDue(nowMillis);
    }

    private boolean isTickDue(long millis) {
        OptionalLong deadline = state.pipelines().nextDeadlineMillis();
        return deadline.isPresent() && (clockSetBack || deadline.getAsLong() <= millis);
    }

    void tick() {
        tick(nowMillis);
    }

    private void tick(long millis) {
        begin();
        group.tick(millis);
        state.pipelines().onTick(millis);
        clockSetBack = false;
    }

    @Override
    public void output(String stream, Record item) {
        group.record(streams.number(stream), item, nowMillis);
        state.accounts().counter("streams/" + stream + "/appended").add(1);
    }

    /** Puts other pipelines in place. The group must be empty, and must be sealed before anything else happens. */
    PipelineSwitches.Attempt switchTo(PipelineSwitches.Request request) {
        Optional<byte[]> before = request.mayBeRefused() ? Optional.of(state.snapshot()) : Optional.empty();
        int streamsBefore = streams.size();
        begin();
        group.pipelines(request.json(), nowMillis);
        List<StepState> steps = state.switchTo(request.specs(), request.json());
        request.specs().forEach(spec -> spec.streams().forEach(streams::number));
        if (request.mayBeRefused()) {
            group.mayBeRefused();
        }
        return new PipelineSwitches.Attempt(request, steps, before, streamsBefore);
    }

    /** As if the change had not been tried: the log does not hold its group. */
    void goBackTo(byte[] before, int streamsBefore) {
        streams.takeBack(streamsBefore);
        state = CoreState.restore(ByteBuffer.wrap(before), reader, new ArrayList<>(), streams);
        state.outputsTo(this);
        adapterAccounts = new AdapterAccounts(state.accounts());
    }

    /** Closes the group and begins the next; with a checkpoint of the state as this group leaves it, if that is due. */
    CommitJob seal(CheckpointPace pace, boolean wanted) {
        PipelineAccounts.add(state.pipelines(), state.accounts());
        state.eras().last(nowMillis);
        CommitJob job = group.seal(state, nowMillis, pace.isDue(group.lengthBytes(), wanted));
        group = new GroupBuilder();
        return job;
    }
}
