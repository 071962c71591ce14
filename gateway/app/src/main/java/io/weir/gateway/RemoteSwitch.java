package io.weir.gateway;

import io.weir.gateway.config.GatewayConfig;
import io.weir.gateway.config.Plan;
import io.weir.gateway.config.Problem;
import io.weir.gateway.remote.Switch;
import io.weir.pipeline.StepState;
import java.util.List;

/** Lets remote control switch the running gateway. */
public final class RemoteSwitch implements Switch {

    private final Gateway gateway;

    public RemoteSwitch(Gateway gateway) {
        this.gateway = gateway;
    }

    @Override
    public Outcome apply(GatewayConfig next, Plan plan) {
        List<Problem> impossible = plan.changed().stream()
                .filter(path -> path.equals("gateway") || path.equals("buffer") || path.equals("control"))
                .map(RemoteSwitch::onlyLocally)
                .toList();
        if (!impossible.isEmpty()) {
            return new Outcome.RolledBack(impossible);
        }
        try {
            List<StepState> steps = gateway.apply(next);
            return new Outcome.Applied(steps.stream()
                    .filter(StepState::kept)
                    .map(RemoteSwitch::words)
                    .toList());
        } catch (SwitchFailedException e) {
            return outcome(e);
        }
    }

    static Outcome outcome(SwitchFailedException e) {
        String code = e.isStorage() ? "storage" : "start";
        List<Problem> errors = List.of(Problem.at("", "", code, String.valueOf(e.getMessage())));
        if (!e.isRestored()) {
            return new Outcome.RollbackFailed(errors);
        }
        return e.isStorage() ? new Outcome.Refused(errors) : new Outcome.RolledBack(errors);
    }

    private static Problem onlyLocally(String section) {
        return Problem.at(
                section,
                "/" + section,
                "not-available",
                "the section " + section + " can only be changed in the gateway's own file, with a restart");
    }

    /** {@code pipelines.climate (1243 window keys)} of the protocol, with the step's id. */
    private static String words(StepState step) {
        return "pipelines." + step.pipeline() + " (" + step.keys() + " keys of " + step.step() + ")";
    }
}
