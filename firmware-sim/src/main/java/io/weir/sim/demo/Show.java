package io.weir.sim.demo;

/** Where a play is watched, and what the audience wants. Used by the thread of the play. */
interface Show {
    /** Something happened. */
    void event(String what);

    /** How it stands, several times a second. */
    void numbers(Numbers numbers);

    /** The key that was pressed since the last time, or 0. */
    char key();

    /** The show is over; what is printed from here on is plain text. */
    void end();

    /** A moment of a play. */
    record Numbers(
            String page,
            String weather,
            long devices,
            long sent,
            long accepted,
            long resent,
            long arrived,
            long repeats,
            long windows,
            long kills,
            long cuts) {}
}
