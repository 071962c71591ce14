package io.weir.buffer;

import java.util.List;
import java.util.Map;

/**
 * The log in numbers at its last commit.
 *
 * @param epoch names the lifetime of this buffer; an id made of it and an offset is unique
 * @param first the oldest offset that is still there
 * @param next the offset the next entry will get
 * @param bytesOnDisk everything in the directory: segments, spare, state, checkpoints, ballast, quarantine
 * @param gaps what the disk has lost, ascending
 * @param quarantined segments that MapDB cannot open
 * @param appended entries committed since the buffer exists, by stream
 * @param expired entries removed before every cursor of their stream had read them, by reason and stream
 * @param expiredRanges where those were; the oldest are merged or forgotten beyond 256
 * @param fsyncs since the log was opened
 * @param bytesWritten since the log was opened, without the file system's own
 * @param payloadBytes of the entries that were appended since the log was opened
 * @param wantsCheckpoint room could be made if the owner wrote a checkpoint and needed less
 */
public record LogStats(
        long epoch,
        Offset first,
        Offset next,
        long bytesOnDisk,
        int segments,
        List<LostRange> gaps,
        int quarantined,
        Map<Integer, Long> appended,
        Map<Expiry, Map<Integer, Long>> expired,
        List<ExpiredRange> expiredRanges,
        long fsyncs,
        long bytesWritten,
        long payloadBytes,
        boolean wantsCheckpoint) {}
