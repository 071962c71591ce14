package io.weir.uplink.aws;

import io.weir.uplink.Batch;
import java.util.List;
import java.util.Optional;

/** One request of Kinesis. One thread at a time. */
interface PutRecords extends AutoCloseable {

    /**
     * Sends these parts of the batch in one request.
     *
     * @throws InterruptedException when the caller is interrupted; the request may still arrive
     */
    Outcome put(List<Parcel> parcels, Batch batch) throws InterruptedException;

    @Override
    void close();

    /** What the service said. */
    sealed interface Outcome {

        /** An answer for each parcel: nothing when it was taken, else the reason. */
        record Each(List<Optional<String>> failures) implements Outcome {
            public Each {
                failures = List.copyOf(failures);
            }
        }

        /** The request failed as a whole, or nothing is known about it. Another time it may not. */
        record Failed(String reason) implements Outcome {}

        /** The service will never take this request as it is. */
        record Invalid(String reason) implements Outcome {}
    }
}
