package io.weir.sim.wire;

/** What a transport says to a message that is offered to it. */
public enum Offer {
    /** It is on its way, and will be sent again until it is answered where the protocol allows that. */
    TAKEN,
    /** Not now: the window is full or there is no connection. Offer it again. */
    LATER,
    /** Nobody listens and the protocol cannot wait: the message never existed. */
    GONE
}
