package io.weir.uplink;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Lets an answer's body run away and knows when it has come to its end. {@link #stop} closes the connection under a body
 * that never ends, which cancelling the request alone does not do. The client's threads feed it; the sink's stops it.
 */
final class Drain implements BodySubscriber<Boolean> {

    private final CompletableFuture<Boolean> end = new CompletableFuture<>();
    private Flow.@Nullable Subscription source;
    private boolean stopped;

    @Override
    public CompletionStage<Boolean> getBody() {
        return end;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        boolean late;
        synchronized (this) {
            source = subscription;
            late = stopped;
        }
        if (late) {
            subscription.cancel();
        } else {
            subscription.request(Long.MAX_VALUE);
        }
    }

    void stop() {
        Flow.Subscription current;
        synchronized (this) {
            stopped = true;
            current = source;
        }
        if (current != null && !end.isDone()) {
            current.cancel();
        }
    }

    @Override
    public void onNext(List<ByteBuffer> ignored) {}

    @Override
    public void onError(Throwable trouble) {
        end.completeExceptionally(trouble);
    }

    @Override
    public void onComplete() {
        end.complete(true);
    }
}
