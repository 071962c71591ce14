package io.weir.gateway.core;

import io.weir.buffer.RecordLog;
import io.weir.device.Arrival;
import io.weir.gateway.time.SiteClock;
import io.weir.pipeline.PipelineSpec;
import io.weir.pipeline.StepState;
import java.io.IOException;
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

/**
 * The core thread: takes what adapters brought, runs the pipelines, and gathers what one commit will make durable. Owns
 * all state, in {@link Gathering}; everybody else asks it by a command that runs between two readings.
 */
public final class Core implements Runnable {

    private static final Duration LONGEST_NAP = Duration.ofMillis(500);

    private final RecordLog log;
    private final SiteClock clock;
    private final StreamTable streams;
    private final Gathering group;
    private final CommittedAccounts committed;
    private final BoundedIntake intake;
    private final Room room;
    private final Committer committer;
    private final Duration commitEvery;
    private final CheckpointPace pace;
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final PipelineSwitches switches;
    private final List<AdapterDoor> doors = new CopyOnWriteArrayList<>();
    private final Queue<AdapterDoor> leaving = new ConcurrentLinkedQueue<>();
    private final Thread thread = new Thread(this, "core");
    private volatile Restamping restamping;
    private volatile boolean stopping;

    private Core(RecordLog log, CoreState state, PipelinesReader reader, InputsNeeded inputsNeeded, CoreConfig config) {
        this.log = log;
        this.clock = SiteClock.of(config.clock());
        this.restamping = state.eras().restamping();
        this.commitEvery = config.commitEvery();
        this.streams = state.streams();
        this.intake = new BoundedIntake(config.intake().bytes());
        this.room = new Room(log, intake, clock, LONGEST_NAP);
        this.committed = new CommittedAccounts(state.accounts().totals());
        this.committer = new Committer(log, intake, committed, inputsNeeded);
        this.pace = new CheckpointPace(clock, config.checkpointEvery());
        state.belongsTo(config.gatewayId());
        this.group = new Gathering(state, reader, clock, known -> restamping = known);
        this.switches = new PipelineSwitches(group, committer, pace, this::handOver);
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
        return new Core(log, state, reader, inputsNeeded, config);
    }

    public void start() {
        committer.start();
        thread.start();
    }

    public CommittedAccounts accounts() {
        return committed;
    }

    public StreamTable streams() {
        return streams;
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

    /** What is known, and on disk, of times that were stamped by a clock that was not trusted. Any thread. */
    public Restamping restamping() {
        return restamping;
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
        return group.state().redelivery().sessions(adapter);
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
        leaving.add(door);
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
     * Puts other pipelines in place between two readings. Completed when the change is durable, with what became of each
     * step that had state; from then on every stream of theirs has its number. Or, when the disk does not take it,
     * exceptionally with {@link SwitchRefusedException}: it is not tried again.
     *
     * @param json canonical JSON of the section, for the log
     */
    public CompletableFuture<List<StepState>> switchPipelines(List<PipelineSpec> specs, String json) {
        return ask(new PipelineSwitches.Request(specs, json, true));
    }

    /** As {@link #switchPipelines}, for the first ones of a run: these wait for the disk as long as it takes. */
    public CompletableFuture<List<StepState>> startPipelines(List<PipelineSpec> specs, String json) {
        return ask(new PipelineSwitches.Request(specs, json, false));
    }

    private CompletableFuture<List<StepState>> ask(PipelineSwitches.Request request) {
        CompletableFuture<List<StepState>> answer = switches.ask(request);
        intake.wake();
        return answer;
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
        group.followTheClock();
        while (!stopping) {
            turn();
            nap();
        }
        switches.end();
        awaitIdleCommitter();
        switches.advance();
        while (intake.heldBytes() > 0 && committer.trouble().isEmpty() && room.isThere()) {
            turn();
            LockSupport.parkNanos(this, 1_000_000);
        }
        awaitIdleCommitter();
        if (committer.isIdle() && !switches.isPending()) {
            doors.forEach(this::countTurnedAway);
            pace.demand();
            handOver();
        }
    }

    /** One round: commands, arrivals, the clock, and the hand-over if the committer is free. */
    private void turn() {
        group.lookAtTheClock();
        for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
            command.run();
        }
        if (switches.advance()) {
            return;
        }
        // also without room: what waits in the buffer for the right time makes some when that is known
        group.followTheClock();
        if (!group.isEmpty() || room.isThere()) {
            takeArrivals();
        }
        if (group.isTickDue() && (!group.isEmpty() || room.isThere())) {
            group.tick();
        }
        if (!group.isEmpty() && committer.isIdle() && isRipe()) {
            handOver();
        } else if (group.isEmpty() && committer.isIdle() && pace.isRested() && room.needsCheckpoint()) {
            pace.demand();
            handOver();
        }
    }

    private void takeArrivals() {
        doors.forEach(this::countTurnedAway);
        for (AdapterDoor door = leaving.poll(); door != null; door = leaving.poll()) {
            // What it still had to turn away belongs in the ledger too.
            countTurnedAway(door);
            doors.remove(door);
        }
        Arrival arrival = group.isFull() ? null : intake.poll();
        while (arrival != null) {
            group.take(arrival);
            arrival = group.isFull() ? null : intake.poll();
        }
    }

    private void countTurnedAway(AdapterDoor door) {
        long lost = door.takeTurnedAway();
        if (lost > 0) {
            group.turnedAway(door.adapter(), lost);
        }
    }

    private boolean isRipe() {
        return commitEvery.isZero() || group.isFull() || stopping || group.age().compareTo(commitEvery) >= 0;
    }

    private void handOver() {
        committer.hand(group.seal(pace, log.stats().wantsCheckpoint()));
    }

    private void awaitIdleCommitter() {
        while (!committer.isIdle() && committer.trouble().isEmpty()) {
            LockSupport.parkNanos(this, 1_000_000);
        }
    }

    private void nap() {
        if (group.isFull() || switches.isPending()) {
            // The queue may hold more, but only the committer makes room for it.
            intake.awaitWake(LONGEST_NAP);
        } else if (intake.isShut()) {
            // The log does not say when it has made room.
            intake.awaitWake(room.patience());
        } else {
            intake.await(patience());
        }
    }

    private Duration patience() {
        Duration longest = !group.isEmpty() && !commitEvery.isZero() ? commitEvery : LONGEST_NAP;
        OptionalLong deadline = group.state().pipelines().nextDeadlineMillis();
        if (deadline.isEmpty()) {
            return longest;
        }
        return Duration.ofMillis(Math.max(1, Math.min(longest.toMillis(), deadline.getAsLong() - clock.millis())));
    }
}
