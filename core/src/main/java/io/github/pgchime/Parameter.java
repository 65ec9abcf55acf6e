package io.github.pgchime;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
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
    HOST("host", "PGHOST"),
    PORT("port", "PGPORT"),
    DBNAME("dbname", "PGDATABASE"),
    USER("user", "PGUSER"),
    PASSWORD("password", "PGPASSWORD"),
    SSLMODE("sslmode", "PGSSLMODE"),
    SSLROOTCERT("sslrootcert", "PGSSLROOTCERT"),
    APPLICATION_NAME("application_name", "PGAPPNAME"),
    CONNECT_TIMEOUT("connect_timeout", "PGCONNECT_TIMEOUT"),
    OPTIONS("options", "PGOPTIONS"),
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

    /** Sets every parameter from the URL's values or else from the environment; what is empty counts as not given. */
    static void setAll(ConnectionOptions.Builder builder, Map<Parameter, String> url, Map<String, String> environment) {
        for (Parameter parameter : values()) {
            String inUrl = url.getOrDefault(parameter, "");
            if (!inUrl.isEmpty()) {
                parameter.set(builder, "connection URL: ", inUrl);
            } else if (!parameter.variable.isEmpty()) {
                parameter.set(builder, parameter.variable + ": ", environment.getOrDefault(parameter.variable, ""));
            }
        }
    }

    private void set(ConnectionOptions.Builder builder, String source, String value) {
        if (value.isEmpty()) {
            return;
        }
        try {
            set(builder, value);
        } catch (ConfigException e) {
            throw new ConfigException(source + e.getMessage(), e);
        }
    }

    private void set(ConnectionOptions.Builder builder, String value) {
        switch (this) {
            case HOST -> builder.host(value);
            case PORT -> builder.port(port(value));
            case DBNAME -> builder.database(value);
            case USER -> builder.user(value);
            case PASSWORD -> builder.password(password(value));
            case SSLMODE -> builder.sslMode(SslMode.parse(value));
            case SSLROOTCERT -> builder.sslRootCert(path(value));
            case APPLICATION_NAME -> builder.applicationName(value);
            case CONNECT_TIMEOUT -> builder.connectTimeout(seconds(value));
            case OPTIONS -> builder.options(value);
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

    private static Path path(String value) {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            // Not as the cause: it repeats the value.
            throw new ConfigException("sslrootcert is not a path that this operating system can have");
        }
    }

    private static Duration seconds(String value) {
        if (!value.matches("[0-9]{1,9}")) {
            throw new ConfigException("connect_timeout " + Echo.of(value) + " is not a whole number of seconds");
        }
        return Duration.ofSeconds(Integer.parseInt(value));
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
