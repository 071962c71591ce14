package io.weir.gateway.core;

import io.weir.device.ByteSize;
import java.time.Clock;
import java.time.Duration;

/**
 * How the core works.
 *
 * @param gatewayId goes into checkpoints, so that tools know whose they are
 * @param intake bound of all that is in memory between adapters and disk
 * @param commitEvery upper bound of extra waiting before a commit; zero commits as fast as the disk can
 * @param clock a {@link io.weir.gateway.time.SiteClock}, or one that is trusted whatever it shows
 * @param checkpointEvery bytes of groups after which a checkpoint is written; also what a restart has to replay
 */
public record CoreConfig(
        String gatewayId, ByteSize intake, Duration commitEvery, ByteSize checkpointEvery, Clock clock) {}
