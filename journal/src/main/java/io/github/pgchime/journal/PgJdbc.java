package io.github.pgchime.journal;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.PasswordSupplier;
import io.github.pgchime.SslMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Makes pgjdbc connect as the rest of pgchime does. */
final class PgJdbc {

    /** Trusts what the JVM trusts, where pgjdbc would look for a file. */
    private static final String JVM_ROOTS = "org.postgresql.ssl.DefaultJavaSSLFactory";

    private PgJdbc() {}

    /** A source without a pool, which asks for the password at every connect. */
    static DataSource source(ConnectionOptions options) {
        options.unixSocket().ifPresent(path -> {
            throw new ConfigException("unix socket " + path
                    + " cannot be used for the journal, since pgjdbc knows none;" + " give a host, or a data source");
        });
        PGSimpleDataSource source =
                options.password().<PGSimpleDataSource>map(Asking::new).orElseGet(PGSimpleDataSource::new);
        source.setServerNames(new String[] {options.host()});
        source.setPortNumbers(new int[] {options.port()});
        source.setDatabaseName(options.database());
        source.setUser(options.user());
        source.setApplicationName(options.applicationName());
        int seconds = Math.toIntExact(options.connectTimeout().plusMillis(999).toSeconds());
        source.setConnectTimeout(seconds);
        source.setLoginTimeout(seconds);
        source.setTcpKeepAlive(true);
        source.setSslMode(options.sslMode().spelling());
        if (options.sslMode() == SslMode.VERIFY_FULL) {
            options.sslRootCert()
                    .ifPresentOrElse(
                            path -> source.setSslRootCert(path.toString()), () -> source.setSslfactory(JVM_ROOTS));
        }
        options.options().ifPresent(source::setOptions);
        return source;
    }

    /** A source whose password may change. */
    private static final class Asking extends PGSimpleDataSource {

        private static final long serialVersionUID = 1;

        private final transient PasswordSupplier password;

        Asking(PasswordSupplier password) {
            this.password = password;
        }

        @Override
        public Connection getConnection() throws SQLException {
            char[] secret = password.password();
            try {
                return super.getConnection(getUser(), new String(secret));
            } finally {
                Arrays.fill(secret, '\0');
            }
        }
    }
}
