package io.weir.sim.fleet;

import java.time.Duration;

/**
 * What goes wrong with a device on purpose. Shares are of its readings, between 0 and 1.
 *
 * @param dropOut share of readings at which the device falls silent for {@code silence}
 * @param duplicate share of readings that are published a second time, as a message of its own: they count twice
 * @param outOfOrder share of readings whose event time lies up to {@code disorder} before their turn
 * @param garbage share of readings that are preceded by a message nobody can decode
 * @param skew how far the device's clock is ahead; negative means behind
 */
public record Faults(
        double dropOut,
        Duration silence,
        double duplicate,
        double outOfOrder,
        Duration disorder,
        double garbage,
        Duration skew) {

    public static final Faults NONE = new Faults(0, Duration.ZERO, 0, 0, Duration.ZERO, 0, Duration.ZERO);

    public Faults {
        check("drop-outs", dropOut);
        check("duplicates", duplicate);
        check("out-of-order", outOfOrder);
        check("garbage", garbage);
        if (silence.isNegative() || disorder.isNegative()) {
            throw new IllegalArgumentException("silence (" + silence + ") and disorder (" + disorder + ") are lengths");
        }
    }

    private static void check(String name, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(name + " (" + share + ") must be a share between 0 and 1");
        }
    }

    public Faults withDropOuts(double share, Duration length) {
        return new Faults(share, length, duplicate, outOfOrder, disorder, garbage, skew);
    }

    public Faults withDuplicates(double share) {
        return new Faults(dropOut, silence, share, outOfOrder, disorder, garbage, skew);
    }

    public Faults withDisorder(double share, Duration upTo) {
        return new Faults(dropOut, silence, duplicate, share, upTo, garbage, skew);
    }

    public Faults withGarbage(double share) {
        return new Faults(dropOut, silence, duplicate, outOfOrder, disorder, share, skew);
    }

    public Faults withSkew(Duration ahead) {
        return new Faults(dropOut, silence, duplicate, outOfOrder, disorder, garbage, ahead);
    }
}
