package io.weir.uplink;

import io.weir.device.Reading;
import io.weir.device.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Answers what it was told to, then accepts; remembers what it was sent. */
final class ScriptedSink implements Sink {

    private final Deque<SendResult> answers = new ArrayDeque<>();
    private final List<List<Long>> sent = new ArrayList<>();
    private final List<Long> taken = new ArrayList<>();
    private final CountDownLatch stuck = new CountDownLatch(1);
    private boolean hangs;
    private volatile boolean closed;

    void answers(SendResult... more) {
        answers.addAll(Arrays.asList(more));
    }

    /** The next send does not come back before it is interrupted. */
    void hang() {
        hangs = true;
    }

    /** Until the hanging send has begun. */
    void awaitHanging() throws InterruptedException {
        stuck.await();
    }

    /** The values of each batch. */
    List<List<Long>> sent() {
        return sent;
    }

    /** The values accepted, in order. */
    List<Long> taken() {
        return taken;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public SendResult send(Batch batch) throws InterruptedException {
        if (hangs) {
            stuck.countDown();
            new CountDownLatch(1).await();
        }
        List<Long> values = batch.records().stream().map(ScriptedSink::value).toList();
        sent.add(values);
        SendResult answer = answers.isEmpty() ? SendResult.accepted() : answers.remove();
        if (answer instanceof SendResult.Accepted) {
            taken.addAll(values);
        } else if (answer instanceof SendResult.Partial partial) {
            partial.accepted().stream().sorted().map(values::get).forEach(taken::add);
        }
        return answer;
    }

    static long value(Outgoing item) {
        Reading reading = (Reading) item.item();
        return (long) ((Value.Num) reading.value()).value();
    }

    @Override
    public void close() {
        closed = true;
    }
}
