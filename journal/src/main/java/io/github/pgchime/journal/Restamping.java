package io.github.pgchime.journal;

import io.github.pgchime.journal.jdbc.Database;
import java.sql.ResultSet;
import java.sql.Statement;

/** Makes the place that the journal is in the one that it belongs to. */
record Restamping(Database database) {

    long restamp() {
        return database.transaction("restamping the journal", connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT pgchime.restamp()")) {
                row.next();
                return row.getLong(1);
            }
        });
    }
}
