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
 * @param mayBeRefused true when a disk that does not take it at once is an answer, and not a trouble to wait for
 */
record CommitJob(
        Group group,
        List<Ack> acks,
        long intakeBytes,
        Map<String, Long> increments,
        Optional<byte[]> checkpoint,
        boolean mayBeRefused) {}
