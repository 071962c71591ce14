package io.weir.gateway.core;

import io.weir.buffer.RecordLog;
import io.weir.device.Arrival;
import io.weir.device.Delivery;
import io.weir.device.Reading;
import io.weir.device.Record;
import io.weir.pipeline.PipelineListener;
import io.weir.pipeline.PipelineSpec;
import io.weir.pipeline.StepState;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The core thread: takes what adapters brought, runs the pipelines, and gathers what one commit will make durable. Owns
 * all state of {@link CoreState}; everybody else asks it by a command that runs between two readings.
 */
public final class Core implements Runnable, PipelineListener {

    private static final Logger LOG = LoggerFactory.getLogger(Core.class);
    private static final Duration LONGEST_NAP = Duration.ofMillis(500);

    /** Room that the log must have before a group is begun: two groups in the air and their blocks. */
    private static final long RESERVE_BYTES = 8L << 20;

    private final RecordLog log;
    private final Clock clock;
    private final CoreState state;
    private final CommittedAccounts committed;
    private final BoundedIntake intake;
    private final Committer committer;
    private final Duration commitEvery;
    private final CheckpointPace pace;
    private final AdapterAccounts adapterAccounts;
    private final RejectionLog rejections;
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final List<AdapterDoor> doors = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this, "core");
    private GroupBuilder group = new GroupBuilder();
    private long groupBegunNanos;
    private long nowMillis;
    private volatile boolean stopping;

    private Core(RecordLog log, CoreState state, InputsNeeded inputsNeeded, CoreConfig config) {
        this.log = log;
        this.state = state;
        this.clock = config.clock();
        this.commitEvery = config.commitEvery();
        this.intake = new BoundedIntake(config.intake().bytes());
        this.committed = new CommittedAccounts(state.accounts().totals());
        this.committer = new Committer(log, intake, committed, inputsNeeded);
        this.pace = new CheckpointPace(clock, config.checkpointEvery());
        this.adapterAccounts = new AdapterAccounts(state.accounts());
        this.rejections = new RejectionLog(clock);
        state.belongsTo(config.gatewayId());
        state.outputsTo(this);
    }

    /**
     * Makes the state again from the log; nothing runs yet.
     *
     * @param inputsNeeded what the log was given to ask from where on inputs are needed
     */
    public static Core recover(RecordLog log, PipelinesReader reader, InputsNeeded inputsNeeded, CoreConfig config)
            throws IOException {
        CoreState state = Recovery.of(log, reader);
        log.checkpoints().oldestKept().ifPresent(inputsNeeded::from);
        return new Core(log, state, inputsNeeded, config);
    }

    public void start() {
        committer.start();
        thread.start();
    }

    public CommittedAccounts accounts() {
        return committed;
    }

    public StreamTable streams() {
        return state.streams();
    }

    public BoundedIntake intake() {
        return intake;
    }

    /** What keeps messages from being acknowledged, in the operator's words; empty when all is well. */
    public String trouble() {
        String trouble = committer.trouble();
        return trouble.isEmpty() && intake.isShut()
                ? "The buffer is full: intake refuses until there is room"
                : trouble;
    }

    /** Groups committed since the start. */
    public long groups() {
        return committer.groups();
    }

    public boolean isAlive() {
        return thread.isAlive();
    }

    /** Sessions of an adapter that survived. Before {@link #start}, or by a command. */
    public Set<String> sessions(String adapter) {
        return state.redelivery().sessions(adapter);
    }

    /** A closed door for a new adapter. */
    public AdapterDoor door(String adapter) {
        AdapterDoor door = new AdapterDoor(adapter, intake);
        doors.add(door);
        return door;
    }

    /** The adapter is gone; what it offered before is still processed. */
    public void forget(AdapterDoor door) {
        door.close();
        commands.add(() -> {
            // What it still had to turn away belongs in the ledger too.
            countTurnedAway(door);
            doors.remove(door);
        });
        intake.wake();
    }

    /** Runs on the core thread between two readings, soon. */
    public <T> CompletableFuture<T> ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        commands.add(() -> answer.complete(question.get()));
        intake.wake();
        return answer;
    }

    /**
     * Puts other pipelines in place between two readings. Completed when the change is durable, with what became of
     * each step that had state. From then on every stream of theirs has its number.
     *
     * @param json canonical JSON of the section, for the log
     */
    public CompletableFuture<List<StepState>> switchPipelines(List<PipelineSpec> specs, String json) {
        CompletableFuture<List<StepState>> done = new CompletableFuture<>();
        commands.add(() -> {
            begin();
            group.pipelines(json, nowMillis);
            List<StepState> steps = state.switchTo(specs, json);
            specs.forEach(spec -> spec.streams().forEach(state.streams()::number));
            group.whenCommitted(() -> done.complete(steps));
            pace.demand();
        });
        intake.wake();
        return done;
    }

    /** Takes what was offered before, commits it with a checkpoint, and ends. Close the doors first. Waits. */
    public void stop() throws InterruptedException {
        stopping = true;
        intake.wake();
        thread.join();
        committer.stop();
    }

    @Override
    public void run() {
        while (!stopping) {
            turn();
            nap();
        }
        while (intake.heldBytes() > 0 && committer.trouble().isEmpty() && log.hasRoom(RESERVE_BYTES)) {
            turn();
            LockSupport.parkNanos(this, 1_000_000);
        }
        awaitIdleCommitter();
        if (committer.isIdle()) {
            begin();
            doors.forEach(this::countTurnedAway);
            pace.demand();
            handOver();
        }
    }

    /** One round: commands, arrivals, the clock, and the hand-over if the committer is free. */
    private void turn() {
        nowMillis = clock.millis();
        for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
            command.run();
        }
        if (!group.isEmpty() || hasRoom()) {
            takeArrivals();
        }
        tickIfDue();
        if (!group.isEmpty() && committer.isIdle() && isRipe()) {
            handOver();
        }
    }

    private boolean hasRoom() {
        boolean room = log.hasRoom(RESERVE_BYTES);
        if (room == intake.isShut()) {
            intake.shut(!room);
            if (room) {
                LOG.info("The buffer has room again, intake goes on");
            } else {
                LOG.error("The buffer is full or the disk is: intake refuses until there is room");
            }
        }
        return room;
    }

    private void takeArrivals() {
        doors.forEach(this::countTurnedAway);
        Arrival arrival = group.isFull() ? null : intake.poll();
        while (arrival != null) {
            begin();
            take(arrival);
            arrival = group.isFull() ? null : intake.poll();
        }
    }

    private void countTurnedAway(AdapterDoor door) {
        long lost = door.takeTurnedAway();
        if (lost > 0) {
            begin();
            adapterAccounts.turnedAway(door.adapter(), lost);
            group.counted();
        }
    }

    private void begin() {
        if (group.isEmpty()) {
            groupBegunNanos = System.nanoTime();
        }
    }

    private boolean isRipe() {
        return commitEvery.isZero()
                || group.isFull()
                || stopping
                || System.nanoTime() - groupBegunNanos >= commitEvery.toNanos();
    }

    private void take(Arrival arrival) {
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
                takeReading(message, reading, account);
            }
        }
    }

    private void takeReading(Arrival.Message message, Reading reading, AdapterAccounts.Of account) {
        if (!state.pipelines().takes(message.adapter(), message.input())) {
            account.unrouted();
            return;
        }
        if (state.pipelines().onReading(message.adapter(), message.input(), reading)) {
            group.reading(message.adapter(), message.input(), reading, nowMillis);
        }
    }

    @Override
    public void output(String stream, Record item) {
        group.record(state.streams().number(stream), item, nowMillis);
        state.accounts().counter("streams/" + stream + "/appended").add(1);
    }

    private void tickIfDue() {
        OptionalLong deadline = state.pipelines().nextDeadlineMillis();
        if (deadline.isPresent() && deadline.getAsLong() <= nowMillis && (!group.isEmpty() || hasRoom())) {
            begin();
            group.tick(nowMillis);
            state.pipelines().onTick(nowMillis);
        }
    }

    private void handOver() {
        PipelineAccounts.add(state.pipelines(), state.accounts());
        boolean checkpoint = pace.isDue(group.lengthBytes(), log.stats().wantsCheckpoint());
        committer.hand(group.seal(state, nowMillis, checkpoint));
        group = new GroupBuilder();
    }

    private void awaitIdleCommitter() {
        while (!committer.isIdle() && committer.trouble().isEmpty()) {
            LockSupport.parkNanos(this, 1_000_000);
        }
    }

    private void nap() {
        if (group.isFull() || intake.isShut()) {
            // The queue may hold more, but only the committer, or the disk, makes room for it.
            intake.awaitWake(LONGEST_NAP);
        } else {
            intake.await(patience());
        }
    }

    private Duration patience() {
        Duration longest = !group.isEmpty() && !commitEvery.isZero() ? commitEvery : LONGEST_NAP;
        OptionalLong deadline = state.pipelines().nextDeadlineMillis();
        if (deadline.isEmpty()) {
            return longest;
        }
        return Duration.ofMillis(Math.max(1, Math.min(longest.toMillis(), deadline.getAsLong() - clock.millis())));
    }
}
