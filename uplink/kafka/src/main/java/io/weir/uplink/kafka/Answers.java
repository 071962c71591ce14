package io.weir.uplink.kafka;

import io.weir.device.config.SpanText;
import io.weir.uplink.SendResult;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** What the brokers have said about the records of one batch. Filled in by the producer's threads, read by the sink's. */
final class Answers {

    private final int records;
    private final Map<Integer, Optional<Exception>> byRecord = new ConcurrentHashMap<>();
    private final Semaphore arrived = new Semaphore(0);
    private int expected;
    private Optional<Exception> stopped = Optional.empty();
    private volatile boolean failed;

    Answers(int records) {
        this.records = records;
    }

    /** The index of the next record. */
    int expectOne() {
        return expected++;
    }

    void answered(int index, Optional<Exception> trouble) {
        byRecord.put(index, trouble);
        if (trouble.isPresent() && !isPoison(trouble.get())) {
            failed = true;
        }
        arrived.release();
    }

    boolean maySendMore() {
        return !failed;
    }

    /** The producer itself has failed. */
    void stop(Exception trouble) {
        stopped = Optional.of(trouble);
    }

    void await(Duration patience) throws InterruptedException {
        boolean all = arrived.tryAcquire(expected, patience.toMillis(), TimeUnit.MILLISECONDS);
        if (!all && stopped.isEmpty()) {
            stopped = Optional.of(new TimeoutException("no answer within " + SpanText.of(patience)));
        }
    }

    /** True when each record was taken or refused. */
    boolean isComplete() {
        return stopped.isEmpty() && !failed && byRecord.size() == records;
    }

    SendResult result() {
        Set<Integer> accepted = new HashSet<>();
        Map<Integer, String> refused = new HashMap<>();
        Optional<Exception> trouble = stopped;
        for (int i = 0; i < records; i++) {
            Optional<Exception> answer = byRecord.getOrDefault(i, stopped);
            if (answer.isEmpty() && byRecord.containsKey(i)) {
                accepted.add(i);
            } else if (answer.isPresent() && isPoison(answer.get())) {
                refused.put(i, words(answer.get()));
            } else if (trouble.isEmpty()) {
                trouble = answer;
            }
        }
        if (accepted.size() == records) {
            return SendResult.accepted();
        }
        String reason = trouble.map(Answers::words).orElse("");
        return accepted.isEmpty() && refused.isEmpty()
                ? SendResult.retry(reason)
                : new SendResult.Partial(accepted, refused, reason);
    }

    /** The record itself can never be taken. */
    private static boolean isPoison(Exception trouble) {
        return trouble instanceof RecordTooLargeException || trouble instanceof InvalidRecordException;
    }

    private static String words(Exception trouble) {
        String message = trouble.getMessage();
        String cause =
                trouble.getCause() == null ? "" : " (" + trouble.getCause().getMessage() + ")";
        String kind =
                trouble instanceof TimeoutException ? "" : trouble.getClass().getSimpleName() + ": ";
        return kind + (message == null ? "" : message) + cause;
    }
}
