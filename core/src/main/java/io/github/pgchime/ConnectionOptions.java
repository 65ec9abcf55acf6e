package io.github.pgchime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where to connect, as whom, and how safely: the same for every feed. Immutable and thread-safe.
 *
 * <p>Made by {@link #parse(String)} from a URL as libpq takes it, or by {@link #builder()}. A class and not a record, so
 * that options can be added later; {@link #toString()} shows neither the password nor {@link #options()}.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html">PostgreSQL: database connection control</a>
 */
public final class ConnectionOptions {

    private final List<Target> targets;
    private final TargetSessionAttrs targetSessionAttrs;
    private final boolean loadBalanceHosts;
    private final String database;
    private final String user;
    private final Optional<PasswordSupplier> password;
    private final Optional<Path> passfile;
    private final Set<AuthMethod> requireAuth;
    private final ChannelBinding channelBinding;
    private final SslSettings ssl;
    private final String applicationName;
    private final Duration connectTimeout;
    private final Optional<String> options;
    private final Keepalives keepalives;
    private final ProtocolVersion minProtocolVersion;
    private final ProtocolVersion maxProtocolVersion;

    private ConnectionOptions(Builder builder) {
        this.targets = Target.of(builder.hosts, builder.addresses, builder.ports);
        this.targetSessionAttrs = builder.targetSessionAttrs;
        this.loadBalanceHosts = builder.loadBalanceHosts;
        targets.forEach(Target::unixSocket);
        this.user = builder.user.orElseThrow(() -> new ConfigException(
                "user is not given, and the operating system's user has no name; give the user to connect as"));
        this.database = builder.database.orElse(user);
        this.password = builder.password;
        this.passfile = builder.passfile;
        this.requireAuth = builder.requireAuth;
        this.channelBinding = builder.channelBinding;
        this.ssl = builder.ssl();
        targets.forEach(target -> ssl.require(target.host()));
        this.applicationName = builder.applicationName;
        this.connectTimeout = builder.connectTimeout;
        this.options = builder.options;
        this.keepalives = builder.keepalives;
        this.minProtocolVersion = builder.minProtocolVersion;
        this.maxProtocolVersion = builder.maxProtocolVersion;
        if (minProtocolVersion.compareTo(maxProtocolVersion) > 0) {
            throw new ConfigException("min_protocol_version " + minProtocolVersion.spelling()
                    + " is newer than max_protocol_version " + maxProtocolVersion.spelling());
        }
    }

    private ConnectionOptions(ConnectionOptions from, Target target) {
        this.targets = List.of(target);
        this.targetSessionAttrs = from.targetSessionAttrs;
        this.loadBalanceHosts = from.loadBalanceHosts;
        this.database = from.database;
        this.user = from.user;
        this.password = from.password;
        this.passfile = from.passfile;
        this.requireAuth = from.requireAuth;
        this.channelBinding = from.channelBinding;
        this.ssl = from.ssl;
        this.applicationName = from.applicationName;
        this.connectTimeout = from.connectTimeout;
        this.options = from.options;
        this.keepalives = from.keepalives;
        this.minProtocolVersion = from.minProtocolVersion;
        this.maxProtocolVersion = from.maxProtocolVersion;
    }

    /**
     * Reads a connection URL or a string of keywords and values, with this process's environment.
     *
     * @throws ConfigException if it, a variable, or a file that they name is wrong
     * @see #parse(String, Map)
     */
    public static ConnectionOptions parse(String url) {
        return parse(url, System.getenv());
    }

    /**
     * Reads a connection URL or a string of keywords and values, as libpq takes them:
     * {@code postgresql://[user[:password]@][host][:port][,...][/database][?parameter=value[&...]]}, percent-encoded, an IPv6
     * address in brackets; or {@code host=db dbname=shop password='with blanks'}.
     *
     * <p>What it leaves out or empty comes from the service that it or {@code PGSERVICE} names, in {@code servicefile}
     * ({@code PGSERVICEFILE}, or {@code ~/.pg_service.conf}) or in {@code pg_service.conf} in the directory {@code PGSYSCONFDIR};
     * then from the environment ({@code PGHOST}, {@code PGHOSTADDR}, {@code PGPORT}, {@code PGDATABASE}, {@code PGUSER},
     * {@code PGPASSWORD}, {@code PGPASSFILE}, {@code PGTARGETSESSIONATTRS}, {@code PGLOADBALANCEHOSTS}, {@code PGREQUIREAUTH}, {@code PGCHANNELBINDING}, {@code PGSSLMODE},
     * {@code PGSSLROOTCERT}, {@code PGSSLCERT}, {@code PGSSLKEY}, {@code PGSSLCRL}, {@code PGSSLSNI}, {@code PGSSLNEGOTIATION},
     * {@code PGSSLMINPROTOCOLVERSION}, {@code PGSSLMAXPROTOCOLVERSION}, {@code PGAPPNAME}, {@code PGCONNECT_TIMEOUT}, {@code PGOPTIONS}; no other variable is read but
     * {@code HOME}, or Windows' {@code USERPROFILE}); then from the defaults of {@link #builder()}. Where there is no password, {@code ~/.pgpass} is asked.
     *
     * <p>Parameters: {@code host}, {@code hostaddr}, {@code port}, {@code dbname}, {@code user}, {@code password},
     * {@code passfile}, {@code service}, {@code servicefile}, {@code target_session_attrs}, {@code load_balance_hosts},
     * {@code require_auth}, {@code channel_binding},
     * {@code sslmode}, {@code sslrootcert}, {@code sslcert}, {@code sslkey}, {@code sslpassword}, {@code sslcrl}, {@code sslsni},
     * {@code sslnegotiation}, {@code ssl_min_protocol_version}, {@code ssl_max_protocol_version}, {@code application_name}, {@code fallback_application_name},
     * {@code connect_timeout}, {@code options}, {@code min_protocol_version}, {@code max_protocol_version}, {@code keepalives}, {@code keepalives_idle}, {@code keepalives_interval} (times in
     * whole seconds), {@code keepalives_count}, and {@code client_encoding}, which can only be {@code UTF8}. In a URL they take
     * precedence over the part before the {@code ?}. {@code ssl=true} means {@code sslmode=require}.
     *
     * <p>A host that begins with a slash is the directory of a unix socket:
     * {@code postgresql://%2Fvar%2Frun%2Fpostgresql/shop} or {@code postgresql:///shop?host=/var/run/postgresql}. Hosts, their
     * addresses and ports are lists with commas, tried in their order.
     *
     * <p>Unlike libpq: without a host it is {@code localhost} and not a unix socket; a parameter must not be given twice; in a URL
     * a raw space, an {@code @} in the database's name, and a {@code ?} before the {@code @} must be percent-encoded;
     * {@code connect_timeout} is the limit for all hosts together, and {@code 0} is rejected, for there is always one; a password
     * file that others may read is an error as soon as the password is asked for.
     *
     * @param environment in place of the process's own
     * @throws ConfigException if it, a variable, or a file that they name is wrong; the message never holds the password
     * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING">PostgreSQL: connection strings</a>
     */
    public static ConnectionOptions parse(String url, Map<String, String> environment) {
        Builder builder = builder();
        Settings.apply(builder, url, environment);
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

    /**
     * The servers to try, in this order: each time these options with one host, and everything that depends on it.
     *
     * @see #loadBalanceHosts()
     */
    public List<ConnectionOptions> hosts() {
        return targets.stream()
                .map(target -> new ConnectionOptions(this, target))
                .toList();
    }

    /**
     * A name or an address, without brackets; or, beginning with a slash, the directory of a unix socket. Of several the
     * first.
     */
    public String host() {
        return first().host().name();
    }

    private Target first() {
        return targets.getFirst();
    }

    /** Where to connect to in place of what {@link #host()} is looked up as; by the host the certificate is checked. */
    public Optional<String> hostAddress() {
        return first().address();
    }

    /** Which of the hosts will do. */
    public TargetSessionAttrs targetSessionAttrs() {
        return targetSessionAttrs;
    }

    /** Whether the hosts, and the addresses of each, are tried in an order that is drawn anew at each connect. */
    public boolean loadBalanceHosts() {
        return loadBalanceHosts;
    }

    /**
     * The unix socket to connect to, {@code .s.PGSQL.} and the port in the directory that {@link #host()} names; empty if
     * that is no directory.
     */
    public Optional<Path> unixSocket() {
        return first().unixSocket();
    }

    /** 1 to 65535; over a unix socket, a part of its name. */
    public int port() {
        return first().port();
    }

    public String database() {
        return database;
    }

    public String user() {
        return user;
    }

    /**
     * Asked at every connect: what was given, or else {@link #passfile} for this host; empty if the server is to let the user in
     * without a password.
     */
    public Optional<PasswordSupplier> password() {
        return password.or(
                () -> passfile.map(file -> () -> new Passfile(file).password(host(), port(), database, user)));
    }

    /** The file of passwords for when none is given, such as {@code ~/.pgpass}. */
    public Optional<Path> passfile() {
        return passfile;
    }

    /** How the server may have the user prove who it is; it is refused, before a secret leaves, if it wants another way. */
    public Set<AuthMethod> requireAuth() {
        return requireAuth;
    }

    /** Whether SCRAM is bound to the server's certificate. */
    public ChannelBinding channelBinding() {
        return channelBinding;
    }

    /**
     * The mode to connect with. If none was given: {@link SslMode#PREFER} to a loopback address ({@code localhost}, 127.*,
     * {@code ::1}) unless a root certificate was given, {@link SslMode#VERIFY_FULL} to any other host. To a unix socket it is
     * {@link SslMode#DISABLE}, whatever was given, as in libpq: the server offers no TLS there.
     */
    public SslMode sslMode() {
        return ssl.modeFor(first().host());
    }

    /** Whether the mode was given, in whatever way, and not derived from the host. */
    public boolean sslModeExplicit() {
        return ssl.mode().isPresent();
    }

    /** A PEM file with the roots that {@link SslMode#VERIFY_FULL} trusts; empty for those that the JVM trusts. */
    public Optional<Path> sslRootCert() {
        return ssl.rootCertFile();
    }

    /** What the client shows for itself under TLS. */
    public Optional<ClientCertificate> clientCertificate() {
        return ssl.identity();
    }

    /** A PEM file with the certificates that are revoked, of every authority between the server's certificate and the root. */
    public Optional<Path> sslCrl() {
        return ssl.crl();
    }

    /** Whether the server is told the host's name before it shows a certificate. */
    public boolean sslSni() {
        return ssl.sni();
    }

    /** How encryption begins. */
    public SslNegotiation sslNegotiation() {
        return ssl.negotiation();
    }

    /** The versions of TLS to offer, oldest first. */
    public List<TlsVersion> tlsVersions() {
        return ssl.versions();
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

    /** The oldest version of the protocol that will do. */
    public ProtocolVersion minProtocolVersion() {
        return minProtocolVersion;
    }

    /** The version of the protocol to ask for; older servers say what they have. */
    public ProtocolVersion maxProtocolVersion() {
        return maxProtocolVersion;
    }

    /** For TCP. */
    public Keepalives keepalives() {
        return keepalives;
    }

    @Override
    public String toString() {
        String where = targets.size() == 1
                ? "host=" + host() + ", port=" + port()
                : "hosts=" + targets + ", targetSessionAttrs=" + targetSessionAttrs.spelling();
        return "ConnectionOptions[" + where + ", database=" + database + ", user=" + user
                + ", sslMode=" + sslMode().spelling() + (sslModeExplicit() ? "" : " (by default)")
                + sslRootCert().map(path -> ", sslRootCert=" + path).orElse("")
                + ", applicationName=" + applicationName + ", connectTimeout=" + connectTimeout + "]";
    }

    /**
     * Makes {@link ConnectionOptions}; every setter rejects at once what cannot be right. Not thread-safe.
     */
    public static final class Builder {

        private static final Duration LONGEST_TIMEOUT = Duration.ofMillis(Integer.MAX_VALUE);

        private List<String> hosts = List.of();
        private List<String> addresses = List.of();
        private List<Integer> ports = List.of();
        private TargetSessionAttrs targetSessionAttrs = TargetSessionAttrs.ANY;
        private boolean loadBalanceHosts;
        private Optional<String> database = Optional.empty();
        private Optional<String> user;
        private Optional<PasswordSupplier> password = Optional.empty();
        private Optional<Path> passfile = Optional.empty();
        private Set<AuthMethod> requireAuth =
                Collections.unmodifiableSet(EnumSet.of(AuthMethod.NONE, AuthMethod.SCRAM_SHA_256));
        private ChannelBinding channelBinding = ChannelBinding.PREFER;
        private Optional<SslMode> sslMode = Optional.empty();
        private Optional<Path> sslRootCert = Optional.empty();
        private Optional<Path> sslCert = Optional.empty();
        private Optional<Path> sslKey = Optional.empty();
        private Optional<PasswordSupplier> sslPassword = Optional.empty();
        private Optional<Path> sslCrl = Optional.empty();
        private boolean sslSni = true;
        private TlsVersion sslMinProtocolVersion = TlsVersion.TLS_1_2;
        private TlsVersion sslMaxProtocolVersion = TlsVersion.TLS_1_3;
        private SslNegotiation sslNegotiation = SslNegotiation.POSTGRES;
        private String applicationName = "pgchime";
        private boolean named;
        private Duration connectTimeout = Duration.ofSeconds(10);
        private Optional<String> options = Optional.empty();
        private Keepalives keepalives = Keepalives.usual();
        private ProtocolVersion minProtocolVersion = ProtocolVersion.V3_0;
        private ProtocolVersion maxProtocolVersion = ProtocolVersion.V3_0;

        /** @param osUser the operating system's user; Java says {@code ?} for one without a name */
        Builder(String osUser) {
            this.user = Optional.of(osUser).filter(name -> !name.isEmpty() && !name.equals("?"));
        }

        private Builder(ConnectionOptions from) {
            this.hosts =
                    from.targets.stream().map(target -> target.host().name()).toList();
            this.addresses = from.targets.stream()
                    .map(target -> target.address().orElse(""))
                    .toList();
            this.ports = from.targets.stream().map(Target::port).toList();
            this.targetSessionAttrs = from.targetSessionAttrs;
            this.loadBalanceHosts = from.loadBalanceHosts;
            this.database = Optional.of(from.database);
            this.user = Optional.of(from.user);
            this.password = from.password;
            this.passfile = from.passfile;
            this.requireAuth = from.requireAuth;
            this.channelBinding = from.channelBinding;
            this.sslMode = from.ssl.mode();
            this.sslRootCert = from.ssl.rootCert();
            this.sslCert = from.ssl.identity().map(ClientCertificate::certificate);
            this.sslKey = from.ssl.identity().map(ClientCertificate::key);
            this.sslPassword = from.ssl.identity().flatMap(ClientCertificate::password);
            this.sslCrl = from.ssl.crl();
            this.sslSni = from.ssl.sni();
            this.sslMinProtocolVersion = from.ssl.oldest();
            this.sslMaxProtocolVersion = from.ssl.newest();
            this.sslNegotiation = from.ssl.negotiation();
            this.applicationName = from.applicationName;
            this.named = true;
            this.connectTimeout = from.connectTimeout;
            this.options = from.options;
            this.keepalives = from.keepalives;
            this.minProtocolVersion = from.minProtocolVersion;
            this.maxProtocolVersion = from.maxProtocolVersion;
        }

        /**
         * A name or an address, an IPv6 address without brackets; or the absolute path of a unix socket's directory; or
         * several of these, with commas. Addresses that were given for the hosts before do not hold for these.
         *
         * @throws ConfigException if it is none of these
         */
        public Builder host(String host) {
            Parameter.HOST.requireText(host);
            hosts = Parameter.list(host);
            hosts.stream().filter(name -> !name.isEmpty()).forEach(Host::new);
            addresses = List.of();
            return this;
        }

        /** Where to connect to in place of a look-up of the host's name; several with commas, one for each host. */
        public Builder hostAddress(String address) {
            Parameter.HOSTADDR.requireText(address);
            addresses = Parameter.list(address);
            return this;
        }

        /**
         * The server's port, by which its unix socket is named, too; the same for all hosts.
         *
         * @throws ConfigException if it is not from 1 to 65535
         */
        public Builder port(int port) {
            return ports(List.of(port));
        }

        /**
         * The ports, one for each host.
         *
         * @throws ConfigException if one is not from 1 to 65535
         */
        public Builder ports(List<Integer> each) {
            for (int port : each) {
                if (port < 1 || port > 65535) {
                    throw new ConfigException("port " + port + " is out of range; expected 1 to 65535");
                }
            }
            ports = List.copyOf(each);
            return this;
        }

        /** Which of several servers will do; {@link TargetSessionAttrs#ANY} if not given. */
        public Builder targetSessionAttrs(TargetSessionAttrs attrs) {
            targetSessionAttrs = attrs;
            return this;
        }

        /** Whether the order in which the hosts and their addresses are tried is drawn anew each time. */
        public Builder loadBalanceHosts(boolean random) {
            loadBalanceHosts = random;
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

        /** Asked at every connect if no password is given; it need not exist, and must be its owner's alone. */
        public Builder passfile(Path file) {
            this.passfile = Optional.of(file);
            return this;
        }

        /** The one that counts if none is named. */
        void defaultPassfile(Path file) {
            passfile = passfile.or(() -> Optional.of(file));
        }

        /**
         * How the server may have the user prove who it is; {@code scram-sha-256} or {@code none} if not given.
         *
         * @throws ConfigException if there is no way
         */
        public Builder requireAuth(Set<AuthMethod> methods) {
            if (methods.isEmpty()) {
                throw new ConfigException("require_auth leaves no method; name one");
            }
            requireAuth = Collections.unmodifiableSet(EnumSet.copyOf(methods));
            return this;
        }

        /** Whether SCRAM is bound to the server's certificate; {@link ChannelBinding#PREFER} if not given. */
        public Builder channelBinding(ChannelBinding mode) {
            channelBinding = mode;
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

        /** A PEM file with the client's certificate, and those between that and the root; it takes {@link #sslKey} as well. */
        public Builder sslCert(Path file) {
            this.sslCert = Optional.of(file);
            return this;
        }

        /** A PEM file with the client's key in PKCS#8, which must be its owner's alone. */
        public Builder sslKey(Path file) {
            this.sslKey = Optional.of(file);
            return this;
        }

        /** What the client's key is encrypted with, asked for at every connect. */
        public Builder sslPassword(PasswordSupplier password) {
            this.sslPassword = Optional.of(password);
            return this;
        }

        /** A PEM file with the certificates that are revoked, read at every connect. */
        public Builder sslCrl(Path file) {
            this.sslCrl = Optional.of(file);
            return this;
        }

        /** Whether the server is told the host's name before it shows a certificate; it is if not given. */
        public Builder sslSni(boolean on) {
            this.sslSni = on;
            return this;
        }

        /** The oldest version of TLS that will do; 1.2 if not given. */
        public Builder sslMinProtocolVersion(TlsVersion oldest) {
            this.sslMinProtocolVersion = oldest;
            return this;
        }

        /** The newest version of TLS that is offered; 1.3 if not given. */
        public Builder sslMaxProtocolVersion(TlsVersion newest) {
            this.sslMaxProtocolVersion = newest;
            return this;
        }

        /** How encryption begins; {@link SslNegotiation#POSTGRES} if not given. */
        public Builder sslNegotiation(SslNegotiation way) {
            this.sslNegotiation = way;
            return this;
        }

        private SslSettings ssl() {
            if (sslCert.isPresent() != sslKey.isPresent()) {
                throw new ConfigException(
                        sslCert.isPresent()
                                ? "sslcert is given without sslkey; a client's certificate is of no use without its key"
                                : "sslkey is given without sslcert; a client's key is of no use without its certificate");
            }
            return new SslSettings(
                    sslMode,
                    sslRootCert,
                    sslCert.flatMap(cert -> sslKey.map(key -> new ClientCertificate(cert, key, sslPassword))),
                    sslCrl,
                    sslSni,
                    sslMinProtocolVersion,
                    sslMaxProtocolVersion,
                    sslNegotiation);
        }

        /**
         * What {@code pg_stat_activity} shows.
         *
         * @throws ConfigException if it is empty or holds a control character
         */
        public Builder applicationName(String applicationName) {
            this.applicationName = Parameter.APPLICATION_NAME.requireText(applicationName);
            this.named = true;
            return this;
        }

        /**
         * What it shows if nobody gives a name.
         *
         * @throws ConfigException if it is empty or holds a control character
         */
        public Builder fallbackApplicationName(String name) {
            Parameter.FALLBACK_APPLICATION_NAME.requireText(name);
            if (!named) {
                applicationName = name;
            }
            return this;
        }

        /** For TCP; {@link Keepalives#usual} if not given. */
        public Builder keepalives(Keepalives value) {
            keepalives = value;
            return this;
        }

        Keepalives keepalives() {
            return keepalives;
        }

        /** The oldest version of the protocol that will do; 3.0 if not given. */
        public Builder minProtocolVersion(ProtocolVersion oldest) {
            minProtocolVersion = oldest;
            return this;
        }

        /** The version of the protocol to ask for; 3.0 if not given, as libpq, for some poolers know no other. */
        public Builder maxProtocolVersion(ProtocolVersion newest) {
            maxProtocolVersion = newest;
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
