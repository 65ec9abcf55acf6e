package io.github.pgchime.journal;

import java.sql.Connection;
import javax.sql.DataSource;

/** The Java that README.md shows of the journal, as an application would write it: here it has to compile. */
@SuppressWarnings("try") // a consumer runs as long as the block
abstract class Snippets {

    abstract void send(Entry entry);

    abstract void runUntilTold();

    void journal(DataSource dataSource, Connection connection, Json payload) {
        Journal journal = Journal.builder(dataSource)
                .connection("postgresql://wal_user@db.example.com/app")
                .build();
        journal.install(); // once: schema pgchime, idempotent, versioned

        journal.publish("orders", Json.of("{\"id\":42}")); // its own transaction
        journal.publish(
                connection, "orders", "customer-7", payload); // in the caller's transaction, with an ordering key
        journal.watch("public.users").exclude("password").install(); // triggers: every row change becomes an entry

        try (JournalConsumer mailer = journal.consumer("mailer")
                .channels("orders", "data_change")
                .handler(entry -> send(entry))
                .start()) {
            runUntilTold();
        }
    }
}
