package io.weir.device;

import io.weir.device.config.ObjectShape;
import io.weir.device.config.Problems;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import java.io.IOException;

/** Makes adapters of one type; found by {@link java.util.ServiceLoader}. */
public interface AdapterProvider {

    /** The word behind {@code type:}. */
    String type();

    /**
     * What its section may say, without {@code type}.
     *
     * @param decode the shape of a {@code decode} section
     */
    ObjectShape shape(Shape decode);

    /** Reports what the shape alone cannot see: keys that exclude each other, say. Touches nothing outside. */
    default void check(Settings settings, Problems problems) {}

    /** An adapter that is not started yet. */
    Adapter create(Settings settings, AdapterContext context) throws IOException;
}
