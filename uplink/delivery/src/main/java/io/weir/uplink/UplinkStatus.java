package io.weir.uplink;

import java.time.Duration;
import java.util.Optional;

/**
 * How an uplink is doing since it was started; a snapshot for people and dashboards.
 *
 * @param connected whether the last attempt reached the destination
 * @param trouble what went wrong last, in words for the operator, until something is delivered again
 * @param oldestUnsent the age of the oldest record that was read and not taken yet
 * @param batches accepted, at least in part
 * @param bytes of records accepted, before compression
 * @param retries attempts that ended with nothing or not everything taken
 * @param nextAttempt how long the uplink waits until it tries again; zero when it does not wait
 */
public record UplinkStatus(
        boolean connected,
        Optional<String> trouble,
        Optional<Duration> oldestUnsent,
        long batches,
        long records,
        long bytes,
        long retries,
        Duration nextAttempt) {}
