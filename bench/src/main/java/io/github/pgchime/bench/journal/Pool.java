package io.github.pgchime.bench.journal;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.pgchime.ConnectionOptions;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

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
        ConnectionOptions options = ConnectionOptions.parse(url);
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {options.host()});
        source.setPortNumbers(new int[] {options.port()});
        source.setDatabaseName(options.database());
        source.setUser(options.user());
        return source;
    }
}
