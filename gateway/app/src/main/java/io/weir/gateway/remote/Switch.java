package io.weir.gateway.remote;

import io.weir.gateway.config.GatewayConfig;
import io.weir.gateway.config.Plan;
import io.weir.gateway.config.Problem;
import java.util.List;

/** Puts one configuration in the place of the running one. Called by the control thread; blocks until it is done. */
@FunctionalInterface
public interface Switch {

    /**
     * Switches between two readings, make before break. Never half: what it answers is what runs.
     *
     * @param next checked
     * @param plan what changes against the running configuration
     * @throws InterruptedException when the gateway is stopping; what then ran does not matter any more
     */
    Outcome apply(GatewayConfig next, Plan plan) throws InterruptedException;

    /** What runs now. */
    sealed interface Outcome {

        /**
         * The new configuration.
         *
         * @param kept what went on with its state, for people: {@code pipelines.climate (1243 window keys)}
         */
        record Applied(List<String> kept) implements Outcome {
            public Applied {
                kept = List.copyOf(kept);
            }
        }

        /** The old one, because the disk did not take the change: nothing is wrong with the new one. */
        record Refused(List<Problem> errors) implements Outcome {
            public Refused {
                errors = List.copyOf(errors);
            }
        }

        /** The old one, because parts of the new one failed to start. */
        record RolledBack(List<Problem> errors) implements Outcome {
            public RolledBack {
                errors = List.copyOf(errors);
            }
        }

        /** Neither as a whole: parts of the old one failed to start again too. */
        record RollbackFailed(List<Problem> errors) implements Outcome {
            public RollbackFailed {
                errors = List.copyOf(errors);
            }
        }
    }
}
