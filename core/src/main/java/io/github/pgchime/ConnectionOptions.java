package io.github.pgchime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Where to connect, as whom, and how safely: the same for every feed. Immutable and thread-safe.
 *
 * <p>Made by {@link #parse(String)} from a URL as libpq takes it, or by {@link #builder()}. A class and not a record, so
 * that options can be added later; {@link #toString()} shows neither the password nor {@link #options()}.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html">PostgreSQL: database connection control</a>
 */
public final class ConnectionOptions {

    private final Host host;
    private final int port;
    private final Optional<Path> unixSocket;
    private final String database;
    private final String user;
    private final Optional<PasswordSupplier> password;
    private final SslSettings ssl;
    private final String applicationName;
    private final Duration connectTimeout;
    private final Optional<String> options;

    private ConnectionOptions(Builder builder) {
        this.host = builder.host;
        this.port = builder.port;
        this.unixSocket = host.unixSocket(port);
        this.user = builder.user.orElseThrow(() -> new ConfigException(
                "user is not given, and the operating system's user has no name; give the user to connect as"));
        this.database = builder.database.orElse(user);
        this.password = builder.password;
        this.ssl = new SslSettings(builder.sslMode, builder.sslRootCert);
        this.applicationName = builder.applicationName;
        this.connectTimeout = builder.connectTimeout;
        this.options = builder.options;
    }

    /**
     * Reads a connection URL, with this process's environment.
     *
     * @throws ConfigException if the URL or a variable is wrong
     * @see #parse(String, Map)
     */
    public static ConnectionOptions parse(String url) {
        return parse(url, System.getenv());
    }

    /**
     * Reads a connection URL as libpq takes it:
     * {@code postgresql://[user[:password]@][host][:port][/database][?parameter=value[&...]]}, percent-encoded, an IPv6
     * address in brackets. What it leaves out or empty comes from the environment ({@code PGHOST}, {@code PGPORT},
     * {@code PGDATABASE}, {@code PGUSER}, {@code PGPASSWORD}, {@code PGSSLMODE}, {@code PGSSLROOTCERT},
     * {@code PGAPPNAME}, {@code PGCONNECT_TIMEOUT}, {@code PGOPTIONS}; no other variable is read), then from the
     * defaults of {@link #builder()}.
     *
     * <p>Parameters: {@code host}, {@code port}, {@code dbname}, {@code user}, {@code password}, {@code sslmode},
     * {@code sslrootcert}, {@code application_name}, {@code connect_timeout} (whole seconds), {@code options}, and
     * {@code client_encoding}, which can only be {@code UTF8}. They take precedence over the part before the {@code ?}.
     * {@code ssl=true} means {@code sslmode=require}.
     *
     * <p>A host that begins with a slash is the directory of a unix socket:
     * {@code postgresql://%2Fvar%2Frun%2Fpostgresql/shop} or {@code postgresql:///shop?host=/var/run/postgresql}.
     *
     * <p>Unlike libpq: without a host it is {@code localhost} and not a unix socket; a parameter must not be given twice;
     * a raw space, an {@code @} in the database's name, and a {@code ?} before the {@code @} must be percent-encoded; and
     * {@code connect_timeout=0} is rejected, for there is always a limit.
     *
     * @param environment in place of the process's own
     * @throws ConfigException if the URL or a variable is wrong; the message never holds the password
     * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS">PostgreSQL:
     *     connection URIs</a>
     */
    public static ConnectionOptions parse(String url, Map<String, String> environment) {
        Builder builder = builder();
        Parameter.setAll(builder, ConnectionUrl.values(url), environment);
        return builder.build();
    }

    /**
     * A builder that begins with the defaults: {@code localhost}, 5432, the operating system's user, the database of the
     * user's name, no password. It does not read the environment.
     */
    public static Builder builder() {
        return new Builder(System.getProperty("user.name", ""));
    }

    /** A builder that begins with these options. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** A name or an address, without brackets; or, beginning with a slash, the directory of a unix socket. */
    public String host() {
        return host.name();
    }

    /**
     * The unix socket to connect to, {@code .s.PGSQL.} and the port in the directory that {@link #host()} names; empty if
     * that is no directory.
     */
    public Optional<Path> unixSocket() {
        return unixSocket;
    }

    /** 1 to 65535; over a unix socket, a part of its name. */
    public int port() {
        return port;
    }

    public String database() {
        return database;
    }

    public String user() {
        return user;
    }

    /** Asked at every connect; empty if the server is to let the user in without a password. */
    public Optional<PasswordSupplier> password() {
        return password;
    }

    /**
     * The mode to connect with. If none was given: {@link SslMode#PREFER} to a loopback address ({@code localhost}, 127.*,
     * {@code ::1}) unless a root certificate was given, {@link SslMode#VERIFY_FULL} to any other host. To a unix socket it is
     * {@link SslMode#DISABLE}, whatever was given, as in libpq: the server offers no TLS there.
     */
    public SslMode sslMode() {
        return ssl.modeFor(host);
    }

    /** Whether the mode was given, in whatever way, and not derived from the host. */
    public boolean sslModeExplicit() {
        return ssl.mode().isPresent();
    }

    /** A PEM file with the roots that {@link SslMode#VERIFY_FULL} trusts; empty for those that the JVM trusts. */
    public Optional<Path> sslRootCert() {
        return ssl.rootCertFile();
    }

    /** What {@code pg_stat_activity} shows; the server cuts it after 63 bytes. */
    public String applicationName() {
        return applicationName;
    }

    /** How long connecting may take, from 1 ms to {@link Integer#MAX_VALUE} ms. */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** Command-line options for the server, such as {@code -c geqo=off}. */
    public Optional<String> options() {
        return options;
    }

    @Override
    public String toString() {
        return "ConnectionOptions[host=" + host() + ", port=" + port + ", database=" + database + ", user=" + user
                + ", sslMode=" + sslMode().spelling() + (sslModeExplicit() ? "" : " (by default)")
                + sslRootCert().map(path -> ", sslRootCert=" + path).orElse("")
                + ", applicationName=" + applicationName + ", connectTimeout=" + connectTimeout + "]";
    }

    /**
     * Makes {@link ConnectionOptions}; every setter rejects at once what cannot be right. Not thread-safe.
     */
    public static final class Builder {

        private static final Duration LONGEST_TIMEOUT = Duration.ofMillis(Integer.MAX_VALUE);

        private Host host = new Host("localhost");
        private int port = 5432;
        private Optional<String> database = Optional.empty();
        private Optional<String> user;
        private Optional<PasswordSupplier> password = Optional.empty();
        private Optional<SslMode> sslMode = Optional.empty();
        private Optional<Path> sslRootCert = Optional.empty();
        private String applicationName = "pgchime";
        private Duration connectTimeout = Duration.ofSeconds(10);
        private Optional<String> options = Optional.empty();

        /** @param osUser the operating system's user; Java says {@code ?} for one without a name */
        Builder(String osUser) {
            this.user = Optional.of(osUser).filter(name -> !name.isEmpty() && !name.equals("?"));
        }

        private Builder(ConnectionOptions from) {
            this.host = from.host;
            this.port = from.port;
            this.database = Optional.of(from.database);
            this.user = Optional.of(from.user);
            this.password = from.password;
            this.sslMode = from.ssl.mode();
            this.sslRootCert = from.ssl.rootCert();
            this.applicationName = from.applicationName;
            this.connectTimeout = from.connectTimeout;
            this.options = from.options;
        }

        /**
         * A name or an address, an IPv6 address without brackets; or the absolute path of a unix socket's directory.
         *
         * @throws ConfigException if it is none of these; lists of hosts are not supported yet
         */
        public Builder host(String host) {
            this.host = new Host(host);
            return this;
        }

        /**
         * The server's port, by which its unix socket is named, too.
         *
         * @throws ConfigException if it is not from 1 to 65535
         */
        public Builder port(int port) {
            if (port < 1 || port > 65535) {
                throw new ConfigException("port " + port + " is out of range; expected 1 to 65535");
            }
            this.port = port;
            return this;
        }

        /**
         * The database to connect to; if not given, the one named like the user.
         *
         * @throws ConfigException if it is empty or holds a control character
         */
        public Builder database(String database) {
            this.database = Optional.of(Parameter.DBNAME.requireText(database));
            return this;
        }

        /**
         * The role to connect as.
         *
         * @throws ConfigException if it is empty or holds a control character
         */
        public Builder user(String user) {
            this.user = Optional.of(Parameter.USER.requireText(user));
            return this;
        }

        public Builder password(PasswordSupplier password) {
            this.password = Optional.of(password);
            return this;
        }

        public Builder sslMode(SslMode sslMode) {
            this.sslMode = Optional.of(sslMode);
            return this;
        }

        /** A PEM file, read at every connect; {@code system} for what the JVM trusts, which asks for verify-full. */
        public Builder sslRootCert(Path sslRootCert) {
            Parameter.SSLROOTCERT.requireText(sslRootCert.toString());
            this.sslRootCert = Optional.of(sslRootCert);
            return this;
        }

        /**
         * What {@code pg_stat_activity} shows.
         *
         * @throws ConfigException if it is empty or holds a control character
         */
        public Builder applicationName(String applicationName) {
            this.applicationName = Parameter.APPLICATION_NAME.requireText(applicationName);
            return this;
        }

        /**
         * How long connecting may take.
         *
         * @throws ConfigException if it is not from 1 ms to {@link Integer#MAX_VALUE} ms (24 days)
         */
        public Builder connectTimeout(Duration connectTimeout) {
            if (connectTimeout.compareTo(Duration.ofMillis(1)) < 0 || connectTimeout.compareTo(LONGEST_TIMEOUT) > 0) {
                throw new ConfigException("connect_timeout " + connectTimeout + " is out of range; expected 1 ms to "
                        + LONGEST_TIMEOUT.toMillis() + " ms (there is no \"no limit\"; leave it out for 10 s)");
            }
            this.connectTimeout = connectTimeout;
            return this;
        }

        /**
         * Command-line options for the server, such as {@code -c geqo=off}.
         *
         * @throws ConfigException if it is empty or holds a control character
         */
        public Builder options(String options) {
            this.options = Optional.of(Parameter.OPTIONS.requireText(options));
            return this;
        }

        /**
         * The options, all of which can be right together.
         *
         * @throws ConfigException if there is no user, the path of the unix socket is too long, or the mode is too weak for the root certificate given
         */
        public ConnectionOptions build() {
            return new ConnectionOptions(this);
        }
    }
}
