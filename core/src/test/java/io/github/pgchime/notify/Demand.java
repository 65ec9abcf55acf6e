package io.github.pgchime.notify;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;

/** A reactive subscriber that asks for nothing by itself, and keeps what it is told. */
final class Demand implements Flow.Subscriber<NotifyEvent> {

    final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    final CompletableFuture<Void> ended = new CompletableFuture<>();
    final List<String> told = new CopyOnWriteArrayList<>();
    volatile Runnable then = () -> {};

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription.complete(given);
    }

    @Override
    public void onNext(NotifyEvent event) {
        told.add(Events.text(event));
        then.run();
    }

    @Override
    public void onError(Throwable error) {
        ended.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
        ended.complete(null);
    }
}
