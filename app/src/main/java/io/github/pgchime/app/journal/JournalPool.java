package io.github.pgchime.app.journal;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.journal.Journal;
import org.postgresql.ds.PGSimpleDataSource;

/** The journal of a database, over a few JDBC connections of this process's own. */
final class JournalPool implements AutoCloseable {

    /** Of a consumer's own with one handler, and one to spare. */
    private static final int CONNECTIONS = 4;

    private final HikariDataSource pool;
    private final Journal journal;

    JournalPool(ConnectionOptions options) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(source(options));
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(options.connectTimeout().toMillis());
        // Whoever asks first is told why there is no connection.
        config.setInitializationFailTimeout(-1);
        pool = new HikariDataSource(config);
        journal = Journal.builder(pool).connection(options).build();
    }

    private static PGSimpleDataSource source(ConnectionOptions options) {
        if (options.unixSocket().isPresent()) {
            throw new ConfigException(
                    "the journal is reached by JDBC, which takes no unix socket; name a host in --url");
        }
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {options.host()});
        source.setPortNumbers(new int[] {options.port()});
        source.setDatabaseName(options.database());
        source.setUser(options.user());
        options.password().ifPresent(password -> source.setPassword(new String(password.password())));
        source.setSslMode(options.sslMode().spelling());
        options.sslRootCert().ifPresent(file -> source.setSslRootCert(file.toString()));
        source.setApplicationName(options.applicationName());
        source.setConnectTimeout((int) Math.max(1, options.connectTimeout().toSeconds()));
        options.options().ifPresent(source::setOptions);
        return source;
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
