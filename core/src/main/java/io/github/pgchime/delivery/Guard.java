package io.github.pgchime.delivery;

import java.util.function.Consumer;

/** Calls code that is not ours. What it throws is logged and handed on; what that throws is only logged. */
public final class Guard {

    private final System.Logger log;
    private final Consumer<? super Throwable> onError;

    /** @param onError hears of what was thrown; not ours either */
    public Guard(System.Logger log, Consumer<? super Throwable> onError) {
        this.log = log;
        this.onError = onError;
    }

    /** Returns normally whatever {@code foreign} does, unless it never returns. */
    public <T> void call(Consumer<? super T> foreign, T argument) {
        try {
            foreign.accept(argument);
        } catch (RuntimeException | Error e) {
            log.log(System.Logger.Level.WARNING, "a listener or consumer threw", e);
            try {
                onError.accept(e);
            } catch (RuntimeException | Error again) {
                log.log(System.Logger.Level.WARNING, "the listener's onError threw", again);
            }
        }
    }
}
