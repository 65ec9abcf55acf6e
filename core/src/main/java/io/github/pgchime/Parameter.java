package io.github.pgchime;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The connection parameters that pgchime takes, under libpq's names and environment variables.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS">PostgreSQL: parameter key
 *     words</a>
 * @see <a href="https://www.postgresql.org/docs/current/libpq-envars.html">PostgreSQL: environment variables</a>
 */
enum Parameter {
    SERVICE("service", "PGSERVICE"),
    SERVICEFILE("servicefile", "PGSERVICEFILE"),
    HOST("host", "PGHOST"),
    HOSTADDR("hostaddr", "PGHOSTADDR"),
    PORT("port", "PGPORT"),
    DBNAME("dbname", "PGDATABASE"),
    USER("user", "PGUSER"),
    PASSWORD("password", "PGPASSWORD"),
    PASSFILE("passfile", "PGPASSFILE"),
    TARGET_SESSION_ATTRS("target_session_attrs", "PGTARGETSESSIONATTRS"),
    LOAD_BALANCE_HOSTS("load_balance_hosts", "PGLOADBALANCEHOSTS"),
    REQUIRE_AUTH("require_auth", "PGREQUIREAUTH"),
    CHANNEL_BINDING("channel_binding", "PGCHANNELBINDING"),
    SSLMODE("sslmode", "PGSSLMODE"),
    SSLROOTCERT("sslrootcert", "PGSSLROOTCERT"),
    SSLCERT("sslcert", "PGSSLCERT"),
    SSLKEY("sslkey", "PGSSLKEY"),
    SSLPASSWORD("sslpassword", ""),
    SSLCRL("sslcrl", "PGSSLCRL"),
    SSLSNI("sslsni", "PGSSLSNI"),
    SSLNEGOTIATION("sslnegotiation", "PGSSLNEGOTIATION"),
    SSL_MIN_PROTOCOL_VERSION("ssl_min_protocol_version", "PGSSLMINPROTOCOLVERSION"),
    SSL_MAX_PROTOCOL_VERSION("ssl_max_protocol_version", "PGSSLMAXPROTOCOLVERSION"),
    APPLICATION_NAME("application_name", "PGAPPNAME"),
    /** What an application calls itself unless its user calls it something. */
    FALLBACK_APPLICATION_NAME("fallback_application_name", ""),
    CONNECT_TIMEOUT("connect_timeout", "PGCONNECT_TIMEOUT"),
    OPTIONS("options", "PGOPTIONS"),
    KEEPALIVES("keepalives", ""),
    KEEPALIVES_IDLE("keepalives_idle", ""),
    KEEPALIVES_INTERVAL("keepalives_interval", ""),
    KEEPALIVES_COUNT("keepalives_count", ""),
    MIN_PROTOCOL_VERSION("min_protocol_version", "PGMINPROTOCOLVERSION"),
    MAX_PROTOCOL_VERSION("max_protocol_version", "PGMAXPROTOCOLVERSION"),
    /** Accepted only as what pgchime uses anyway; PGCLIENTENCODING is meant for programs that do not choose. */
    CLIENT_ENCODING("client_encoding", "");

    private static final Pattern PORT_DIGITS = Pattern.compile("[0-9]{1,5}");

    private final String spelling;
    private final String variable;

    Parameter(String spelling, String variable) {
        this.spelling = spelling;
        this.variable = variable;
    }

    static Optional<Parameter> named(String name) {
        return Arrays.stream(values())
                .filter(parameter -> parameter.spelling.equals(name))
                .findFirst();
    }

    /** The environment variable that gives it; empty if none does. */
    Optional<String> variable() {
        return Optional.of(variable).filter(name -> !name.isEmpty());
    }

    /**
     * Sets it from text.
     *
     * @throws ConfigException if that is wrong
     */
    void set(ConnectionOptions.Builder builder, String value) {
        switch (this) {
            case SERVICE, SERVICEFILE -> requireText(value);
            case HOST -> builder.host(value);
            case HOSTADDR -> builder.hostAddress(value);
            case PORT ->
                builder.ports(list(value).stream()
                        .map(port -> port.isEmpty() ? Target.DEFAULT_PORT : port(port))
                        .toList());
            case DBNAME -> builder.database(value);
            case USER -> builder.user(value);
            case PASSWORD -> builder.password(password(value));
            case PASSFILE -> builder.passfile(path(value));
            case TARGET_SESSION_ATTRS -> builder.targetSessionAttrs(TargetSessionAttrs.parse(value));
            case LOAD_BALANCE_HOSTS -> builder.loadBalanceHosts(oneOf(value, "random", "disable"));
            case REQUIRE_AUTH -> builder.requireAuth(AuthMethod.parse(value));
            case CHANNEL_BINDING -> builder.channelBinding(ChannelBinding.parse(value));
            case SSLMODE -> builder.sslMode(SslMode.parse(value));
            case SSLROOTCERT -> builder.sslRootCert(path(value));
            case SSLCERT -> builder.sslCert(path(value));
            case SSLKEY -> builder.sslKey(path(value));
            case SSLPASSWORD -> builder.sslPassword(password(value));
            case SSLCRL -> builder.sslCrl(path(value));
            case SSLSNI -> builder.sslSni(oneOf(value, "1", "0"));
            case SSLNEGOTIATION -> builder.sslNegotiation(SslNegotiation.parse(value));
            case SSL_MIN_PROTOCOL_VERSION -> builder.sslMinProtocolVersion(TlsVersion.parse(this, value));
            case SSL_MAX_PROTOCOL_VERSION -> builder.sslMaxProtocolVersion(TlsVersion.parse(this, value));
            case APPLICATION_NAME -> builder.applicationName(value);
            case FALLBACK_APPLICATION_NAME -> builder.fallbackApplicationName(value);
            case CONNECT_TIMEOUT -> builder.connectTimeout(seconds(value));
            case OPTIONS -> builder.options(value);
            case KEEPALIVES -> builder.keepalives(builder.keepalives().on(oneOf(value, "1", "0")));
            case KEEPALIVES_IDLE -> builder.keepalives(builder.keepalives().idle(seconds(value)));
            case KEEPALIVES_INTERVAL -> builder.keepalives(builder.keepalives().interval(seconds(value)));
            case KEEPALIVES_COUNT -> builder.keepalives(builder.keepalives().count(number(value)));
            case MIN_PROTOCOL_VERSION -> builder.minProtocolVersion(ProtocolVersion.parse(this, value));
            case MAX_PROTOCOL_VERSION -> builder.maxProtocolVersion(ProtocolVersion.parse(this, value));
            case CLIENT_ENCODING -> requireUtf8(value);
        }
    }

    static boolean isPort(String value) {
        if (!PORT_DIGITS.matcher(value).matches()) {
            return false;
        }
        int port = Integer.parseInt(value);
        return port >= 1 && port <= 65535;
    }

    private static int port(String value) {
        if (!isPort(value)) {
            throw new ConfigException("port " + Echo.of(value) + " is not a number from 1 to 65535");
        }
        return Integer.parseInt(value);
    }

    private static PasswordSupplier password(String value) {
        return PasswordSupplier.of(PASSWORD.requireText(value).toCharArray());
    }

    Path path(String value) {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            // Not as the cause: it repeats the value.
            throw new ConfigException(spelling + " is not a path that this operating system can have");
        }
    }

    private Duration seconds(String value) {
        if (!value.matches("[0-9]{1,9}")) {
            throw new ConfigException(spelling + " " + Echo.of(value) + " is not a whole number of seconds");
        }
        return Duration.ofSeconds(Integer.parseInt(value));
    }

    private int number(String value) {
        if (!value.matches("[0-9]{1,9}")) {
            throw new ConfigException(spelling + " " + Echo.of(value) + " is not a whole number");
        }
        return Integer.parseInt(value);
    }

    private boolean oneOf(String value, String yes, String no) {
        if (!value.equals(yes) && !value.equals(no)) {
            throw new ConfigException(spelling + " " + Echo.of(value) + " is not known; expected " + yes + " or " + no);
        }
        return value.equals(yes);
    }

    /** What stands between the commas, of which some may be empty. */
    static List<String> list(String value) {
        return List.of(value.split(",", -1));
    }

    private static void requireUtf8(String value) {
        if (!value.matches("(?i)utf-?8")) {
            throw new ConfigException("client_encoding " + Echo.of(value) + " is not UTF8, which pgchime always uses");
        }
    }

    /**
     * The text itself, which no message repeats: it may hold a password that strayed.
     *
     * @throws ConfigException if it is empty or holds a control character
     */
    String requireText(String text) {
        if (text.isEmpty()) {
            throw new ConfigException(spelling + " is empty; give one, or leave it out");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new ConfigException(spelling + " holds a NUL or another control character");
        }
        return text;
    }

    /** libpq's name. */
    @Override
    public String toString() {
        return spelling;
    }
}
