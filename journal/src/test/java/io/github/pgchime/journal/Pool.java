package io.github.pgchime.journal;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.pgchime.testkit.TestDatabase;
import org.postgresql.ds.PGSimpleDataSource;

/** A data source as applications have it. */
final class Pool {

    private Pool() {}

    /** As the superuser; the caller closes it. */
    static HikariDataSource of(TestDatabase database) {
        return of(database, "postgres", "");
    }

    /** What {@link #of(String)} takes, as the superuser. */
    static String url(TestDatabase database) {
        return "jdbc:postgresql://" + database.server().host() + ":"
                + database.server().port() + "/" + database.name() + "?user=postgres&sslmode=disable";
    }

    static HikariDataSource of(String url) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(url);
        return of(source);
    }

    static HikariDataSource of(TestDatabase database, String user, String password) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {database.server().host()});
        source.setPortNumbers(new int[] {database.server().port()});
        source.setDatabaseName(database.name());
        source.setUser(user);
        if (!password.isEmpty()) {
            source.setPassword(password);
        }
        return of(source);
    }

    private static HikariDataSource of(PGSimpleDataSource source) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setMaximumPoolSize(20);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(30_000);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }
}
