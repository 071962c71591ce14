package io.weir.sim.fleet;

/** A running source of values. One thread. */
interface Signal {
    double next();
}
