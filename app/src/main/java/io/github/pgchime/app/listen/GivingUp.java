package io.github.pgchime.app.listen;

import io.github.pgchime.notify.NotifierListener;

/** Hears whether a notifier has ended for good. */
final class GivingUp implements NotifierListener {

    private volatile boolean come;

    @Override
    public void onEnded(Ended event) {
        come = true;
    }

    boolean hasCome() {
        return come;
    }
}
