package io.github.pgchime.notify;

import io.github.pgchime.ConfigException;
import io.github.pgchime.lifecycle.BackoffPolicy;
import io.github.pgchime.lifecycle.DurationRange;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings of a {@link Notifier}; {@link Notifier#builder(String)} makes it, with the defaults.
 *
 * @param pingInterval how often the listening session is made to notify itself (30 s)
 * @param liveness how long a session is believed on which no notification arrives, its own ones included (45 s); longer
 *     than {@code pingInterval}; empty is for ever, and nothing is sent then
 * @param answerTimeout how long the server may take to acknowledge LISTEN or NOTIFY (30 s)
 * @param handlerTimeout how long a handler may take for one event before it is interrupted (30 s); empty is for ever
 * @param buffer how many notifications wait for the application in each subscription, before the oldest are dropped
 *     (1,024)
 * @param backoffFirst the ceiling of the first delay before a reconnect (1 s); the first attempt after a sound session
 *     is made at once
 * @param backoffMost the ceiling of the last (30 s)
 * @param backoffMultiplier by what the ceiling grows from one attempt to the next (2)
 * @param maxAttempts how many attempts in a row may fail before the notifier gives up; 0 is for ever (0)
 */
public record NotifierOptions(
        Duration pingInterval,
        Optional<Duration> liveness,
        Duration answerTimeout,
        Optional<Duration> handlerTimeout,
        int buffer,
        Duration backoffFirst,
        Duration backoffMost,
        double backoffMultiplier,
        int maxAttempts) {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final DurationRange USUAL = new DurationRange(MILLISECOND, HOUR);

    public NotifierOptions {
        USUAL.require("pingInterval", pingInterval);
        liveness.ifPresent(limit -> requireLongerThan(pingInterval, limit));
        USUAL.require("answerTimeout", answerTimeout);
        handlerTimeout.ifPresent(SubscriptionBuilder::requireHandlerTimeout);
        SubscriptionBuilder.requireBuffer(buffer);
        USUAL.require("backoffFirst", backoffFirst);
        new DurationRange(backoffFirst, HOUR).require("backoffMost", backoffMost);
        if (!(backoffMultiplier >= 1 && backoffMultiplier <= 100)) {
            throw new ConfigException("backoffMultiplier " + backoffMultiplier + " is out of range; expected 1 to 100");
        }
        if (maxAttempts < 0) {
            throw new ConfigException("maxAttempts " + maxAttempts + " is out of range; expected 0 (for ever) or more");
        }
    }

    BackoffPolicy backoff() {
        return new BackoffPolicy(backoffFirst, backoffMost, backoffMultiplier, true);
    }

    private static void requireLongerThan(Duration pingInterval, Duration liveness) {
        new DurationRange(MILLISECOND, Duration.ofDays(1)).require("liveness", liveness);
        if (liveness.compareTo(pingInterval) <= 0) {
            throw new ConfigException("liveness " + DurationRange.text(liveness) + " must exceed pingInterval "
                    + DurationRange.text(pingInterval) + ", which is how often a quiet session is made to speak");
        }
    }
}
