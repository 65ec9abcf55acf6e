package io.github.pgchime.app.notify;

import io.github.pgchime.app.option.AnswerTimeout;
import io.github.pgchime.app.option.ArgumentText;
import io.github.pgchime.app.option.Target;
import io.github.pgchime.app.process.Cutoff;
import io.github.pgchime.app.process.StderrLog;
import io.github.pgchime.notify.Notifier;
import io.github.pgchime.notify.NotifyPublisher;
import io.github.pgchime.notify.NotifySessions;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Sends one notification, or one for each line of standard input. */
@Command(
        name = "notify",
        description = {
            "Sends a notification, and ends when it is committed.",
            "With - it sends one for each line of standard input, in their order."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class NotifyCommand implements Callable<Integer> {

    private static final Duration GRACE = Duration.ofSeconds(3);

    private static final int MOST_OF_A_LINE = 65_536;

    @Parameters(
            index = "0",
            paramLabel = "CHANNEL",
            description = "exactly as LISTEN names it when quoted: Orders is not orders",
            converter = ArgumentText.class)
    private String channel = "";

    @Parameters(
            index = "1",
            paramLabel = "PAYLOAD|-",
            description = "up to 7999 bytes of UTF-8, after -- if it begins with a hyphen; - reads standard input",
            converter = ArgumentText.class)
    private String payload = "";

    @Mixin
    private Target target = new Target();

    @Mixin
    private AnswerTimeout answerTimeout = new AnswerTimeout();

    NotifyCommand() {}

    @Override
    public Integer call() throws IOException {
        StderrLog.install(Level.WARNING);
        try (NotifyPublisher publisher = publisher()) {
            if (payload.equals("-")) {
                relay(publisher);
            } else {
                publisher.publish(channel, payload);
            }
        }
        return 0;
    }

    private NotifyPublisher publisher() {
        NotifySessions sessions = NotifySessions.of(target.connection());
        Duration limit = answerTimeout
                .limit()
                .orElseGet(() -> Notifier.builder(sessions).options().answerTimeout());
        return NotifyPublisher.to(sessions, limit);
    }

    private void relay(NotifyPublisher publisher) throws IOException {
        Relay relay = new Relay(PayloadLines.standard(MOST_OF_A_LINE), line -> publisher.publish(channel, line));
        Cutoff cutoff = new Cutoff(() -> System.err.println("pgchime: cut off by a signal; " + relay.stop(GRACE)));
        try {
            relay.run();
        } finally {
            cutoff.close();
        }
    }
}
