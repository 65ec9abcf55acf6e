package io.github.pgchime.bench.journal;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.journal.PgJdbc;
import javax.sql.DataSource;

/** Connections as applications have them. */
final class Pool {

    private static final int MOST = 20;

    private Pool() {}

    /** Those of a pool, which the caller closes. */
    static HikariDataSource of(String url) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(source(url));
        config.setMaximumPoolSize(MOST);
        return new HikariDataSource(config);
    }

    /** Those of nobody's but the caller's. */
    static DataSource source(String url) {
        return PgJdbc.source(ConnectionOptions.parse(url));
    }
}
