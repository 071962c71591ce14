package io.weir.gateway.dryrun;

import io.weir.pipeline.PipelineListener;
import io.weir.pipeline.PipelineSpec;
import io.weir.pipeline.Pipelines;
import io.weir.pipeline.StepCount;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * Runs pipelines over what was recorded. The clock shows what the arrivals say: whatever was due before a reading arrived
 * is done before it, at the moment it was due. Used by one thread; keeps nothing but the pipelines' own state.
 */
public final class DryRun {

    private final Pipelines pipelines;
    private long lastTickMillis = Long.MIN_VALUE;
    private long nowMillis = Long.MIN_VALUE;
    private long taken;
    private long unrouted;

    public DryRun(List<PipelineSpec> specs, PipelineListener out) {
        this.pipelines = Pipelines.of(specs, out);
    }

    public void take(Recorded recorded) {
        if (recorded instanceof Recorded.Clock clock) {
            until(clock.nowMillis());
        } else if (recorded instanceof Recorded.ClockSet set) {
            clockSet(set.byMillis());
        } else if (recorded instanceof Recorded.Arrived arrived) {
            until(arrived.reading().arrivalMillis());
            taken++;
            if (!pipelines.takes(arrived.adapter(), arrived.input())) {
                unrouted++;
            }
            pipelines.onReading(arrived.adapter(), arrived.input(), arrived.reading());
        }
    }

    private void clockSet(long byMillis) {
        pipelines.onClock(byMillis);
        if (nowMillis != Long.MIN_VALUE) {
            nowMillis += byMillis;
        }
        if (lastTickMillis != Long.MIN_VALUE) {
            lastTickMillis += byMillis;
        }
    }

    /** After the last reading nothing comes any more for this long. */
    public void silence(Duration length) {
        if (taken > 0) {
            long millis = length.toMillis();
            until(nowMillis > Long.MAX_VALUE - millis ? Long.MAX_VALUE : nowMillis + millis);
        }
    }

    private void until(long millis) {
        nowMillis = Math.max(nowMillis, millis);
        for (OptionalLong due = pipelines.nextDeadlineMillis(); due.isPresent(); due = pipelines.nextDeadlineMillis()) {
            // What is still due after its tick is done a moment later, as the core does.
            long at = Math.max(due.getAsLong(), lastTickMillis == Long.MIN_VALUE ? lastTickMillis : lastTickMillis + 1);
            if (at > nowMillis) {
                return;
            }
            lastTickMillis = at;
            pipelines.onTick(at);
        }
    }

    public List<StepCount> counts() {
        return pipelines.counts();
    }

    /** Readings that were given to it. */
    public long taken() {
        return taken;
    }

    /** Those that no pipeline reads. */
    public long unrouted() {
        return unrouted;
    }
}
