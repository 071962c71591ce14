package io.weir.device.config;

import java.io.IOException;

/**
 * A password, key or certificate that the configuration only refers to. Read anew at each call, so that a rotated file is
 * seen. Prints as its reference, never as its content; two are equal when their references are.
 */
public interface Secret {

    /** As it stands in the configuration, in exactly this form: {@code {env: MQTT_PASSWORD}}, {@code {file: gw.key}}. */
    String reference();

    /**
     * The bytes, at most 1 MiB.
     *
     * @throws IOException when the file or variable is not there; the message names the reference
     */
    byte[] bytes() throws IOException;

    /** The bytes as UTF-8 text without the line break at the end. */
    String text() throws IOException;
}
