package io.github.pgchime.app.journal;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.journal.Journal;
import io.github.pgchime.journal.PgJdbc;

/** The journal of a database, over a few JDBC connections of this process's own. */
final class JournalPool implements AutoCloseable {

    /** Of a consumer's own with one handler, and one to spare. */
    private static final int CONNECTIONS = 4;

    private final HikariDataSource pool;
    private final Journal journal;

    JournalPool(ConnectionOptions options) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(PgJdbc.source(options));
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(options.connectTimeout().toMillis());
        // Whoever asks first is told why there is no connection.
        config.setInitializationFailTimeout(-1);
        pool = new HikariDataSource(config);
        journal = Journal.builder(pool).connection(options).build();
    }

    /** Makes room for consumers that run beside each other. */
    void reserve(int connections) {
        pool.setMaximumPoolSize(Math.max(CONNECTIONS, connections));
    }

    Journal journal() {
        return journal;
    }

    @Override
    public void close() {
        pool.close();
    }
}
