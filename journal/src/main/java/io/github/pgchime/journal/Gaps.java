package io.github.pgchime.journal;

import io.github.pgchime.journal.jdbc.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Objects;
import java.util.Optional;

/** Tells a consumer of what it has lost, before anything else. */
final class Gaps {

    private static final String GAP =
            "SELECT gap::text, gap ->> 'reason', (gap ->> 'from')::bigint, (gap ->> 'to')::bigint,"
                    + " (gap ->> 'count')::bigint FROM pgchime.consumer WHERE name = ? AND gap IS NOT NULL";
    private static final String TOLD =
            "UPDATE pgchime.consumer SET gap = NULL WHERE name = ? AND epoch = ? AND gap = ?::text::jsonb";

    private record Stored(String text, Gap gap) {}

    private final Database database;
    private final String consumer;
    private final GapHandler handler;

    Gaps(Database database, String consumer, GapHandler handler) {
        this.database = database;
        this.consumer = consumer;
        this.handler = handler;
    }

    /**
     * Tells it, if there is one.
     *
     * @throws HandlerFailure if the handler threw
     */
    void tell(Lease lease) throws InterruptedException {
        Optional<Stored> stored = database.transaction("looking for a gap of consumer " + consumer, connection -> {
            try (PreparedStatement query = connection.prepareStatement(GAP)) {
                query.setString(1, consumer);
                try (ResultSet row = query.executeQuery()) {
                    return row.next() ? Optional.of(read(row)) : Optional.empty();
                }
            }
        });
        if (stored.isEmpty()) {
            return;
        }
        try {
            handler.handle(stored.get().gap());
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | Error e) {
            throw new HandlerFailure(e);
        }
        database.transaction("noting that consumer " + consumer + " knows of its gap", connection -> {
            try (PreparedStatement told = connection.prepareStatement(TOLD)) {
                told.setString(1, consumer);
                told.setLong(2, lease.epoch());
                told.setString(3, stored.get().text());
                return told.executeUpdate();
            }
        });
    }

    private static Stored read(ResultSet row) throws java.sql.SQLException {
        return new Stored(
                Objects.requireNonNull(row.getString(1)),
                new Gap(
                        Gap.Reason.valueOf(Objects.requireNonNull(row.getString(2))),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5)));
    }
}
