package io.weir.uplink;

import java.nio.file.Path;
import java.time.Clock;

/**
 * What the gateway gives a sink.
 *
 * @param uplink the uplink's name in the configuration
 * @param baseDirectory where relative paths of the configuration begin
 */
public record SinkContext(String gatewayId, String uplink, Path baseDirectory, Clock clock) {}
