package io.weir.uplink;

import io.weir.device.config.ObjectShape;
import io.weir.device.config.Problems;
import io.weir.device.config.Settings;

/** Makes sinks of one type; found by {@link java.util.ServiceLoader}. */
public interface SinkProvider {

    /** The word behind {@code type:}. */
    String type();

    /** The keys of its own, without {@code type} and those that every uplink has ({@link UplinkConfig#shape}). */
    ObjectShape shape();

    /** Reports what the shape alone cannot see: keys that exclude each other, say. Touches nothing outside. */
    default void check(Settings settings, Problems problems) {}

    /** A sink that has not connected yet: an absent network or a missing folder is met at the first batch, as a retry. */
    Sink create(Settings settings, SinkContext context);
}
