package io.weir.mqtt;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The unanswered publishes of one connection; none is forgotten when it ends. Thread-safe. */
final class Outstanding {

    private final Map<Long, CompletableFuture<Void>> answers = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicInteger count = new AtomicInteger();
    private final int most;
    private volatile boolean over;

    Outstanding(int most) {
        this.most = most;
    }

    /** Hands a publish to Paho. */
    interface Sending {
        void send(CompletableFuture<Void> answer) throws IOException;
    }

    CompletableFuture<Void> begin(Sending sending) {
        if (count.incrementAndGet() > most) {
            count.decrementAndGet();
            return CompletableFuture.failedFuture(new LinkBusyException(most + " publishes are unanswered"));
        }
        CompletableFuture<Void> answer = new CompletableFuture<>();
        Long number = numbers.incrementAndGet();
        answers.put(number, answer);
        CompletableFuture<Void> seen = answer.whenComplete((done, trouble) -> {
            answers.remove(number);
            count.decrementAndGet();
        });
        try {
            sending.send(answer);
        } catch (IOException e) {
            answer.completeExceptionally(e);
        }
        if (over) {
            failAll();
        }
        return seen;
    }

    /** Everything unanswered fails, and what is begun from now on. */
    void end() {
        over = true;
        failAll();
    }

    private void failAll() {
        for (CompletableFuture<Void> answer : answers.values()) {
            answer.completeExceptionally(new IOException("the connection to the broker was lost before it answered"));
        }
    }

    /** Waits for an answer, whichever. */
    static boolean isOver(CompletableFuture<Void> answer, Duration patience) {
        try {
            answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return true;
    }

    /** The daemon threads of one Paho client: receiver, sender, callback, connect, disconnect, ping. */
    static ScheduledThreadPoolExecutor threads(String name) {
        ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(6, task -> {
            Thread thread = Executors.defaultThreadFactory().newThread(task);
            thread.setName(name);
            thread.setDaemon(true);
            return thread;
        });
        threads.setRemoveOnCancelPolicy(true);
        return threads;
    }
}
