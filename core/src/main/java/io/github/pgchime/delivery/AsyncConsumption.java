package io.github.pgchime.delivery;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Hands every item to a consumer, on a virtual thread. What the consumer throws is its guard's; the next item follows. */
public final class AsyncConsumption<T> {

    private final Mailbox<T> mailbox;
    private final Consumer<? super T> consumer;
    private final Guard guard;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    public AsyncConsumption(Mailbox<T> mailbox, Consumer<? super T> consumer, Guard guard) {
        this.mailbox = mailbox;
        this.consumer = consumer;
        this.guard = guard;
    }

    /** Returns what is done when the mailbox has ended, and failed if it ended by an error. */
    public CompletableFuture<Void> start() {
        Thread.ofVirtual().name("pgchime-consumer").start(this::run);
        return done;
    }

    private void run() {
        try {
            for (Optional<T> item = mailbox.take(); item.isPresent(); item = mailbox.take()) {
                guard.call(consumer, item.get());
            }
            done.complete(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            done.complete(null);
        } catch (RuntimeException | Error e) {
            done.completeExceptionally(e);
        }
    }
}
