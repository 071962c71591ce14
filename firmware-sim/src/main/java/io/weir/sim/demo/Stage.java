package io.weir.sim.demo;

import io.weir.sim.cloud.Archive;
import io.weir.sim.cloud.Cloud;
import io.weir.sim.cloud.Counts;
import io.weir.sim.cloud.Weather;
import io.weir.sim.fleet.Fleet;
import io.weir.sim.proof.Finding;
import io.weir.sim.proof.Judge;
import io.weir.sim.proof.Shape;
import io.weir.sim.proof.Streams;
import io.weir.sim.proof.Track;
import io.weir.sim.proof.Verdict;
import io.weir.sim.proof.WindowRule;
import java.io.IOException;
import java.time.Duration;

/**
 * A gateway between a fleet and a cloud, and how every play ends: the network is mended, the devices finish, the cloud
 * is waited for, the gateway is stopped, and the judge speaks. One thread.
 */
record Stage(
        Gateway gateway,
        Fleet fleet,
        Cloud cloud,
        Archive archive,
        Shape shape,
        Streams streams,
        WindowRule rule,
        Duration stuck)
        implements AutoCloseable {
    /** How long everything may stand still, on a slow machine, before it counts as stuck. */
    static final Duration STUCK = Duration.ofSeconds(30);

    /** The verdict and the ledger that the gateway gave for itself. */
    record Ending(Verdict verdict, String ledger) {}

    Ending end() throws IOException, InterruptedException {
        cloud.weather(new Weather.Fair());
        fleet.finish(rule.closingAhead(), stuck);
        fleet.close();
        Judge judge = judge();
        settle(judge);
        LedgerCheck ledger = LedgerCheck.of(gateway, stuck);
        int status = gateway.stop();
        // Once more: something that comes after everything was there is something that comes twice.
        Verdict verdict = judge.judge(archive, cloud.arrivals().counts());
        if (status != 0) {
            verdict = verdict.with(new Finding(Finding.Kind.PROCESS, "exit status " + status + " after SIGTERM"));
        }
        for (Finding finding : ledger.findings()) {
            verdict = verdict.with(finding);
        }
        return new Ending(verdict, ledger.text());
    }

    /** A judge over what the devices sent; they must have ended. */
    Judge judge() {
        return new Judge(Track.of(fleet.devices(), shape), streams, rule);
    }

    /** Ends whatever is still running. */
    @Override
    public void close() throws IOException {
        gateway.close();
        fleet.close();
        cloud.close();
    }

    /** Waits until the verdict is good, or until nothing has arrived for so long. */
    private void settle(Judge judge) throws InterruptedException {
        Counts last = Counts.NONE;
        long stalledSince = System.nanoTime();
        while (System.nanoTime() - stalledSince < stuck.toNanos()) {
            Counts now = cloud.arrivals().counts();
            if (!now.equals(last)) {
                if (judge.judge(archive, now).holds()) {
                    return;
                }
                if (now.fresh() != last.fresh()) {
                    stalledSince = System.nanoTime();
                }
                last = now;
            }
            Thread.sleep(100);
        }
    }
}
