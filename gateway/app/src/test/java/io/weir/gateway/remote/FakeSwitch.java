package io.weir.gateway.remote;

import io.weir.gateway.config.GatewayConfig;
import io.weir.gateway.config.Plan;
import io.weir.gateway.config.Problem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** Remembers what it was asked to switch to, and answers as it was told; applies otherwise. */
final class FakeSwitch implements Switch {

    /** The process ends here. */
    static final class PowerCut extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    final List<GatewayConfig> asked = Collections.synchronizedList(new ArrayList<>());
    private final Deque<Outcome> answers = new ArrayDeque<>();
    private Runnable during = () -> {};

    void answers(Outcome outcome) {
        answers.add(outcome);
    }

    void fails(String path, String message) {
        answers(new Outcome.RolledBack(List.of(Problem.at(path, "/" + path.replace('.', '/'), "start", message))));
    }

    void during(Runnable action) {
        during = action;
    }

    @Override
    public Outcome apply(GatewayConfig next, Plan plan) {
        asked.add(next);
        during.run();
        return answers.isEmpty() ? new Outcome.Applied(List.of("pipelines.doors (3 keys)")) : answers.remove();
    }
}
