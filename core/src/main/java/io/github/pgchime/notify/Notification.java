package io.github.pgchime.notify;

import java.time.Instant;

/**
 * Somebody said NOTIFY, and committed.
 *
 * @param channel exactly as it was named
 * @param payload up to 7,999 bytes; empty if there was none
 * @param senderPid the server process that said it
 * @param receivedAt when it reached this side
 * @see <a href="https://www.postgresql.org/docs/current/sql-notify.html">PostgreSQL: NOTIFY</a>
 */
public record Notification(String channel, String payload, int senderPid, Instant receivedAt) implements NotifyEvent {}
