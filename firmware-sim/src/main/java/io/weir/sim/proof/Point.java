package io.weir.sim.proof;

/** One value of one metric at one event time, as it must arrive. */
record Point(String metric, long timeMillis, double value) {
    Point {
        // Minus zero is zero to everybody but equals().
        value = value + 0.0;
    }
}
