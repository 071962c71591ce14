package io.weir.gateway.core;

import io.weir.pipeline.Pipelines;
import io.weir.pipeline.Tally;

/** Puts what the pipelines counted into the accounts. Core thread. */
final class PipelineAccounts {

    private PipelineAccounts() {}

    static void add(Pipelines pipelines, Accounts accounts) {
        for (Tally tally : pipelines.drain()) {
            add(tally, "pipelines/" + tally.pipeline() + "/", accounts);
        }
        pipelines
                .held()
                .forEach((pipeline, held) ->
                        accounts.counter("pipelines/" + pipeline + "/held").set(held));
    }

    private static void add(Tally tally, String path, Accounts accounts) {
        add(accounts, path + "in", tally.in());
        add(accounts, path + "passed", tally.passed());
        add(accounts, path + "aggregated", tally.aggregated());
        add(accounts, path + "late", tally.late());
        add(accounts, path + "results", tally.results());
        add(accounts, path + "out", tally.out());
        add(accounts, path + "evicted", tally.evicted());
        tally.filtered().forEach((step, count) -> add(accounts, path + "filtered/" + step, count));
    }

    private static void add(Accounts accounts, String key, long increment) {
        if (increment != 0) {
            accounts.counter(key).add(increment);
        }
    }
}
