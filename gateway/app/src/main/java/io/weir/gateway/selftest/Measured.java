package io.weir.gateway.selftest;

/**
 * What the disk did.
 *
 * @param group of one reading through our own log, synced
 * @param groups of a hundred readings
 * @param append of 4 KiB to a plain file, with fdatasync
 * @param overwrite of the same 4 KiB, with fdatasync
 * @param unsynced the same overwrite without
 * @param bulkBytesPerSecond through our own log in large groups
 * @param commitBytes what one small commit writes beside its payload
 */
record Measured(
        Latencies group,
        Latencies groups,
        Latencies append,
        Latencies overwrite,
        Latencies unsynced,
        double bulkBytesPerSecond,
        long commitBytes) {}
