package io.weir.sim.demo;

/** How the stand-in misbehaves. */
enum Flaw {
    NONE,
    /** Acknowledges a message and forgets it. */
    LOSES_ONE,
    /** Acknowledges before it keeps, so that a kill takes the newest with it. */
    LOSES_AT_KILL,
    /** Keeps one reading under two ids. */
    DOUBLES_ONE,
    /** Lets a reading overtake the one before. */
    SWAPS_TWO,
    /** Changes a value on the way. */
    ALTERS_ONE,
    /** Does not know a message again that a device sends again after a kill. */
    FORGETS_IDS,
    /** Leaves records of a device out of its file uplink. */
    LOSES_IN_FILE,
    /** Keeps no sessions over a kill. */
    FORGETS_SESSIONS,
    /** Miscalculates a mean. */
    WRONG_MEAN,
    /** Leaves a window out. */
    SKIPS_WINDOW,
    /** Sends another content under a known id. */
    CONTRADICTS,
    /** Tells a ledger that does not balance. */
    UNBALANCED,
    /** Ends with a failure. */
    FAILS_AT_STOP
}
