/**
 * What every room of the gateway shares: readings, records and their binary form, and the two doors
 * an adapter sees, {@link io.weir.device.AdapterProvider} and {@link io.weir.device.Intake}.
 * JDK only, so that a third party's adapter drags in nothing.
 */
@NullMarked
package io.weir.device;

import org.jspecify.annotations.NullMarked;
