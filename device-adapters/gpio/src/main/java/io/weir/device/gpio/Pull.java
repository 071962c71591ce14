package io.weir.device.gpio;

/** What holds an input when nothing drives it. */
enum Pull {
    UP,
    DOWN,
    NONE
}
