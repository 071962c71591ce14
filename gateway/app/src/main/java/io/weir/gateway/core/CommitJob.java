package io.weir.gateway.core;

import io.weir.buffer.Group;
import io.weir.device.Ack;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A group on its way to the disk.
 *
 * @param acks to be completed when it is durable, in this order
 * @param intakeBytes to be released then
 * @param increments what the group adds to the accounts
 * @param checkpoint all state as of the end of this group, to be saved after it
 */
record CommitJob(
        Group group, List<Ack> acks, long intakeBytes, Map<String, Long> increments, Optional<byte[]> checkpoint) {}
