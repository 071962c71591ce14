package io.weir.uplink;

import io.weir.device.ByteSize;
import java.time.Duration;

/**
 * When a batch leaves: as soon as one of them is reached.
 *
 * @param maxBytes of encoded records; a single larger record still leaves, alone
 * @param maxWait how long the first record waits for company
 */
public record BatchLimits(int maxRecords, ByteSize maxBytes, Duration maxWait) {
    public BatchLimits {
        if (maxRecords < 1) {
            throw new IllegalArgumentException("batch.max-records (" + maxRecords + ") is at least 1");
        }
    }
}
