package io.github.pgchime.journal;

import io.github.pgchime.AuthMethod;
import io.github.pgchime.ClientCertificate;
import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.PasswordSupplier;
import io.github.pgchime.TargetSessionAttrs;
import io.github.pgchime.TlsVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Makes pgjdbc connect as the rest of pgchime does: what a pool of connections for the journal is best given. */
public final class PgJdbc {

    /** Trusts what the JVM trusts, where pgjdbc would look for a file. */
    private static final String JVM_ROOTS = "org.postgresql.ssl.DefaultJavaSSLFactory";

    private PgJdbc() {}

    /**
     * A source without a pool, which asks for the password at every connect; of several hosts, for that of the first.
     *
     * @throws ConfigException if pgjdbc cannot do what they say: unix sockets, addresses in place of names, lists of revoked
     *     certificates and the like
     */
    public static DataSource source(ConnectionOptions options) {
        List<ConnectionOptions> hosts = options.hosts();
        hosts.forEach(PgJdbc::require);
        PGSimpleDataSource source =
                options.password().<PGSimpleDataSource>map(Asking::new).orElseGet(PGSimpleDataSource::new);
        source.setServerNames(hosts.stream().map(ConnectionOptions::host).toArray(String[]::new));
        source.setPortNumbers(hosts.stream().mapToInt(ConnectionOptions::port).toArray());
        source.setTargetServerType(targetServerType(options.targetSessionAttrs()));
        source.setLoadBalanceHosts(options.loadBalanceHosts());
        source.setDatabaseName(options.database());
        source.setUser(options.user());
        source.setApplicationName(options.applicationName());
        int seconds = Math.toIntExact(options.connectTimeout().plusMillis(999).toSeconds());
        source.setConnectTimeout(seconds);
        source.setLoginTimeout(seconds);
        source.setTcpKeepAlive(options.keepalives().enabled());
        source.setRequireAuth(
                options.requireAuth().stream().map(AuthMethod::spelling).collect(Collectors.joining(",")));
        source.setChannelBinding(options.channelBinding().spelling());
        encrypt(source, options);
        options.options().ifPresent(source::setOptions);
        return source;
    }

    private static void encrypt(PGSimpleDataSource source, ConnectionOptions options) {
        source.setSslMode(options.sslMode().spelling());
        source.setSslNegotiation(options.sslNegotiation().spelling());
        if (options.sslMode().isVerified()) {
            options.sslRootCert()
                    .ifPresentOrElse(
                            path -> source.setSslRootCert(path.toString()), () -> source.setSslfactory(JVM_ROOTS));
        }
        options.clientCertificate().ifPresent(shown -> {
            source.setSslCert(shown.certificate().toString());
            source.setSslKey(shown.key().toString());
        });
    }

    private static void require(ConnectionOptions host) {
        if (host.sslCrl().isPresent() || !host.sslSni() || host.tlsVersions().size() < TlsVersion.values().length) {
            throw new ConfigException(
                    "sslcrl, sslsni, ssl_min_protocol_version and ssl_max_protocol_version cannot be used for"
                            + " the journal, since pgjdbc knows none of them; leave them out, or give a data source");
        }
        host.clientCertificate().flatMap(ClientCertificate::password).ifPresent(password -> {
            throw new ConfigException(
                    "sslpassword cannot be used for the journal, since pgjdbc reads no PEM key that is encrypted;"
                            + " give a key that is not, or a data source");
        });
        if (host.clientCertificate().isPresent()
                && host.sslMode().isVerified()
                && host.sslRootCert().isEmpty()) {
            throw new ConfigException(
                    "sslcert cannot be used for the journal without sslrootcert, since pgjdbc takes the JVM's"
                            + " roots only without it; name the file of roots");
        }
        host.unixSocket().ifPresent(path -> {
            throw new ConfigException("unix socket " + path
                    + " cannot be used for the journal, since pgjdbc knows none; give a host, or a data source");
        });
        host.hostAddress().ifPresent(address -> {
            throw new ConfigException("hostaddr " + address
                    + " cannot be used for the journal, since pgjdbc looks names up itself; leave it out");
        });
    }

    /** pgjdbc's primary is one that takes writes. */
    private static String targetServerType(TargetSessionAttrs attrs) {
        return switch (attrs) {
            case ANY -> "any";
            case READ_WRITE, PRIMARY -> "primary";
            case STANDBY -> "secondary";
            case PREFER_STANDBY -> "preferSecondary";
            case READ_ONLY ->
                throw new ConfigException(
                        "target_session_attrs read-only cannot be used for the journal, which writes");
        };
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
