package io.github.pgchime.notify;

/** A process of its own whose notifier listens and publishes until it is killed. */
final class ForeverNotifier {

    private ForeverNotifier() {}

    public static void main(String[] arguments) throws InterruptedException {
        NotifySessions sessions = Driver.valueOf(arguments[0]).to(arguments[1]);
        try (Notifier notifier = Notifier.builder(sessions).build()) {
            notifier.subscribe("orders", event -> notifier.publish("invoices", event.toString()));
            notifier.join();
        }
    }
}
