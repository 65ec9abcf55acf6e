package io.github.pgchime.notify;

import java.time.Instant;
import java.util.Optional;

/**
 * How a notifier is and what it has done since it was built.
 *
 * @param received notifications that came from the server
 * @param delivered notifications that the application took or was handed, counted once for each subscription
 * @param dropped notifications dropped from a full buffer, counted once for each subscription
 * @param errors handlers that threw or took too long, and hooks that threw
 * @param reconnects sessions that listened, after the first
 * @param buffered notifications that wait for the application now, in all subscriptions
 * @param subscriptions how many there are now
 * @param connectedSince since when the present session listens; empty while there is none
 */
public record NotifierStatistics(
        long received,
        long delivered,
        long dropped,
        long errors,
        long reconnects,
        long buffered,
        int subscriptions,
        Optional<Instant> connectedSince) {}
