package io.weir.device;

/** The one door from adapters to the core, bounded in bytes. Any thread may call it; no call blocks. */
public interface Intake {

    /**
     * Takes what arrived, or answers false when there is no room: then nothing has happened, and the caller stops reading
     * (MQTT), answers 5.03 (CoAP) or counts it as lost (GPIO, by {@link #turnedAway}). One adapter thread's arrivals are
     * processed in the order in which it offered them.
     */
    boolean offer(Arrival arrival);

    /**
     * Runs the action once, as soon as {@link #offer} may succeed again (at once if it may now), on a thread of the core:
     * it must only hand over to the thread that owns the connection. May come too early; then ask again.
     */
    void whenRoom(Runnable action);

    /** Counts a message that was refused for want of room and will not come again: {@code rejected(intake-full)}. */
    void turnedAway(String adapter);
}
