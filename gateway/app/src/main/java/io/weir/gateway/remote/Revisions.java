package io.weir.gateway.remote;

import io.weir.gateway.config.GatewayConfig;
import io.weir.gateway.config.Plan;
import io.weir.gateway.config.Problem;
import io.weir.gateway.remote.Report.Running;
import io.weir.gateway.remote.Report.State;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes desired documents, one after the other, and says what became of each. Used by one thread; {@link #running} may be
 * asked by any. What it has recorded survives a crash, as the package's description says.
 */
final class Revisions {

    private static final Logger log = LoggerFactory.getLogger(Revisions.class);

    /** A document at which the gateway stopped so often is taken for the cause. */
    private static final int MOST_ATTEMPTS = 3;

    /** The disk is at fault, not the configuration. */
    private static final String STORAGE = "storage";

    private final Boot boot;
    private final ControlState state;
    private final Switch switcher;
    private final Clock clock;
    private final boolean requireSignature;
    private Mark mark;
    /** What is to be said about the newest revision where the disk does not say it. */
    private Optional<byte[]> standing = Optional.empty();

    private String lastWarning = "";
    private volatile Running running;

    private Revisions(Boot boot, ControlState state, Switch switcher, Clock clock) throws IOException {
        this.boot = boot;
        this.state = state;
        this.switcher = switcher;
        this.clock = clock;
        this.requireSignature = boot.fromFile()
                .control()
                .map(GatewayConfig.Control::requireSignature)
                .orElse(true);
        this.mark = state.mark();
        this.running = new Running(boot.running(), boot.revision());
    }

    /** Picks up where the last run ended: what a crash left unrecorded is recorded now. */
    static Revisions resume(Boot boot, ControlState state, Switch switcher, Clock clock) throws IOException {
        state.createFolder();
        Revisions revisions = new Revisions(boot, state, switcher, clock);
        revisions.settle();
        return revisions;
    }

    private void settle() throws IOException {
        boolean runsMarked = boot.isLayered() && boot.revision().equals(mark.revision());
        if (runsMarked && !mark.outcome().equals(State.APPLIED.word)) {
            Report report =
                    Report.of(State.APPLIED, mark.revision(), running.config().hash());
            record(State.APPLIED, report.changed(List.of(), List.of()), clock.millis());
        } else if (!boot.lost().isEmpty()) {
            log.warn("The configuration from afar is not in force, the file alone is: {}", boot.lost());
            Report report = Report.of(State.ROLLED_BACK, mark.revision(), "").errors(boot.lost());
            standing = Optional.of(report.running(running).bytes(0, clock.instant()));
            mark = mark.reopened();
        }
    }

    Running running() {
        return running;
    }

    /** What was reported last about the newest revision. */
    Optional<byte[]> lastReport() throws IOException {
        return standing.isPresent() || !mark.hasOutcome() ? standing : state.report();
    }

    /**
     * Takes one document through all steps.
     *
     * @return the report to publish
     * @throws IOException when the disk cannot be read; the document may come again
     */
    byte[] take(byte[] bytes) throws IOException, InterruptedException {
        long begin = clock.millis();
        if (requireSignature) {
            String message = "signatures are not available in this version, and this gateway takes no document without"
                    + " (control.require-signature, control.trust)";
            return refuse(Revision.NONE, List.of(Problem.at("", "", "not-available", message)), begin);
        }
        Desired.Parsed parsed = Desired.parse(bytes, boot.fromFile().gateway().id());
        if (parsed.desired().isEmpty()) {
            return refuse(parsed.revision(), parsed.problems(), begin);
        }
        Desired desired = parsed.desired().get();
        boolean same =
                desired.revision().equals(mark.revision()) && desired.document().equals(mark.document());
        Optional<byte[]> known = same && mark.hasOutcome() ? lastReport() : Optional.empty();
        if (known.isPresent()) {
            return known.get();
        }
        Optional<Problem> stale = stale(desired, same);
        if (stale.isPresent()) {
            return refuse(desired.revision(), List.of(stale.get()), begin);
        }
        Mark before = mark;
        try {
            return consider(desired, begin);
        } catch (IOException e) {
            return unstored(before, desired.revision(), List.of(storage(String.valueOf(e.getMessage()))), begin);
        }
    }

    private Optional<Problem> stale(Desired desired, boolean same) {
        Instant now = clock.instant();
        Optional<Instant> expired = desired.expires().filter(end -> !end.isAfter(now));
        if (expired.isPresent()) {
            String message = "this expired at " + expired.get() + "; it is " + now + " now";
            return Optional.of(Problem.at("expires", "/expires", "expired", message));
        }
        if (same || desired.revision().compareTo(mark.revision()) > 0) {
            return Optional.empty();
        }
        boolean equal = desired.revision().equals(mark.revision());
        String message = desired.revision()
                + (equal ? " was another document before" : " is not above " + mark.revision() + ", which was taken");
        return Optional.of(Problem.at("rev", "/rev", equal ? "revision-reused" : "old-revision", message));
    }

    /** @throws IOException when the disk refuses before anything changed */
    private byte[] consider(Desired desired, long begin) throws IOException, InterruptedException {
        Mark taken = mark;
        mark = mark.begun(desired.revision(), desired.document());
        Running before = running;
        if (desired.base().filter(base -> !base.equals(before.config().hash())).isPresent()) {
            String message = "this was made for another configuration than the running one, "
                    + before.config().hash();
            return reject(List.of(Problem.at("base", "/base", "base", message)), begin);
        }
        Boot.Layered layered = Boot.Layered.over(boot, desired.layer());
        if (layered.config().isEmpty()) {
            return reject(layered.problems(), begin);
        }
        GatewayConfig next = layered.config().get();
        LastGood staged = new LastGood(desired.revision(), desired.document(), desired.layer());
        if (next.hash().equals(before.config().hash())) {
            state.stage(staged);
            return commit(next, Plan.between(before.config(), next).kept(), List.of(), begin);
        }
        if (mark.hasFailed(desired.revision().epoch(), next.hash())) {
            String message = "this very configuration failed before; change it, or begin a new epoch";
            return reject(List.of(Problem.at("", "", "failed-before", message)), begin);
        }
        if (mark.attempts() > MOST_ATTEMPTS) {
            String message = "the gateway stopped " + MOST_ATTEMPTS + " times while it switched to this";
            return rolledBack(State.ROLLED_BACK, next, List.of(Problem.at("", "", "crashed", message)), begin);
        }
        state.write(mark);
        state.stage(staged);
        return switchTo(next, taken, begin);
    }

    private byte[] switchTo(GatewayConfig next, Mark before, long begin) throws InterruptedException {
        Plan plan = Plan.between(running.config(), next);
        log.info("Switching to configuration {}, changed={}", mark.revision(), plan.changed());
        Switch.Outcome outcome = switcher.apply(next, plan);
        if (outcome instanceof Switch.Outcome.Applied applied) {
            return commit(next, applied.kept(), plan.changed(), begin);
        }
        if (outcome instanceof Switch.Outcome.Refused refused) {
            List<Problem> errors = refused.errors().stream()
                    .map(problem -> storage(problem.message()))
                    .toList();
            return unstored(before, mark.revision(), errors, begin);
        }
        if (outcome instanceof Switch.Outcome.RolledBack rolledBack) {
            return rolledBack(State.ROLLED_BACK, next, rolledBack.errors(), begin);
        }
        List<Problem> errors = ((Switch.Outcome.RollbackFailed) outcome).errors();
        return rolledBack(State.ROLLBACK_FAILED, next, errors, begin);
    }

    private static Problem storage(String words) {
        String todo = "; nothing changed: make room on the disk of the data directory, then send the document again";
        return Problem.at("", "", STORAGE, words + todo);
    }

    /** As if it had never come: the document is not at fault, and may come again. */
    private byte[] unstored(Mark before, Revision revision, List<Problem> errors, long begin) {
        mark = before;
        try {
            state.dropStaged();
            state.write(before);
        } catch (IOException e) {
            log.debug("The next start takes {} for interrupted, and takes it again: {}", revision, e.getMessage());
        }
        return refuse(revision, errors, begin);
    }

    private byte[] commit(GatewayConfig next, List<String> kept, List<String> changed, long begin)
            throws InterruptedException {
        Running before = running;
        try {
            state.commitStaged();
        } catch (IOException e) {
            // What cannot be stored would be gone at the next start: better gone now, and said so.
            String message = "cannot be stored: " + e.getMessage();
            return undo(before.config(), next, Problem.at("", "", STORAGE, message), begin);
        }
        running = new Running(next, mark.revision());
        log.info("Configuration {} is in force, hash={}", mark.revision(), next.hash());
        return record(
                State.APPLIED,
                Report.of(State.APPLIED, mark.revision(), next.hash()).changed(changed, kept),
                begin);
    }

    private byte[] undo(GatewayConfig before, GatewayConfig next, Problem problem, long begin)
            throws InterruptedException {
        Switch.Outcome outcome = switcher.apply(before, Plan.between(next, before));
        if (outcome instanceof Switch.Outcome.Refused) {
            running = new Running(next, mark.revision());
        }
        boolean back = outcome instanceof Switch.Outcome.Applied;
        return rolledBack(back ? State.ROLLED_BACK : State.ROLLBACK_FAILED, next, List.of(problem), begin);
    }

    private byte[] rolledBack(State how, GatewayConfig failed, List<Problem> errors, long begin) {
        log.warn("Configuration {} is {}: {}", mark.revision(), how.word, errors);
        try {
            state.dropStaged();
        } catch (IOException e) {
            log.debug("A staged configuration stays and is overwritten by the next one: {}", e.getMessage());
        }
        if (errors.stream().noneMatch(problem -> problem.code().equals(STORAGE))) {
            mark = mark.failedWith(failed.hash());
        }
        return record(how, Report.of(how, mark.revision(), failed.hash()).errors(errors), begin);
    }

    /** Taken, but wrong: remembered, so that it is not tried again. */
    private byte[] reject(List<Problem> problems, long begin) {
        warn("Configuration " + mark.revision() + " is refused, nothing changed: " + first(problems));
        return record(
                State.REJECTED, Report.of(State.REJECTED, mark.revision(), "").errors(problems), begin);
    }

    /** Not even taken: answered, not remembered. */
    private byte[] refuse(Revision revision, List<Problem> problems, long begin) {
        warn("A desired document is refused, nothing changed: " + first(problems));
        Report report = Report.of(State.REJECTED, revision, "").running(running).errors(problems);
        return report.bytes(clock.millis() - begin, clock.instant());
    }

    private static String first(List<Problem> problems) {
        return problems.get(0) + (problems.size() > 1 ? " (and " + (problems.size() - 1) + " more errors)" : "");
    }

    /** Once, however often the same is sent. */
    private void warn(String words) {
        if (!words.equals(lastWarning)) {
            lastWarning = words;
            log.warn(words);
        }
    }

    private byte[] record(State how, Report report, long begin) {
        byte[] bytes = report.running(running).bytes(clock.millis() - begin, clock.instant());
        mark = mark.recorded(how.word);
        standing = Optional.of(bytes);
        try {
            state.record(mark, bytes);
            standing = Optional.empty();
        } catch (IOException e) {
            log.error(
                    "What became of configuration {} cannot be stored, only said: {}", mark.revision(), e.getMessage());
        }
        return bytes;
    }
}
