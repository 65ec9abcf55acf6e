package io.github.pgchime.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * Where a server listens and how its superuser logs in.
 *
 * @param password empty where none is needed
 * @param query the query part of every URL, such as {@code sslmode=disable}; may be empty
 */
record ServerAddress(String host, int port, String user, String password, String query) {

    /** Reads a libpq URL such as {@code postgresql://postgres:secret@host:5432/postgres?sslmode=disable}. */
    static ServerAddress parse(String url) {
        URI uri = URI.create(url);
        String host = uri.getHost();
        String login = uri.getRawUserInfo();
        if (!("postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme()))
                || host == null
                || login == null) {
            throw new IllegalArgumentException(
                    "PGCHIME_TEST_URL must look like postgresql://user:password@host:5432/postgres");
        }
        int colon = login.indexOf(':');
        String user = colon < 0 ? login : login.substring(0, colon);
        String password = colon < 0 ? "" : login.substring(colon + 1);
        String query = uri.getRawQuery();
        return new ServerAddress(
                host,
                uri.getPort() < 0 ? 5432 : uri.getPort(),
                decode(user),
                decode(password),
                query == null ? "" : query);
    }

    String url(String database) {
        return url(database, user, password);
    }

    String url(String database, String user, String password) {
        String login = encode(user) + (password.isEmpty() ? "" : ":" + encode(password));
        return "postgresql://" + login + "@" + host + ":" + port + "/" + encode(database)
                + (query.isEmpty() ? "" : "?" + query);
    }

    /** A JDBC session of the superuser. */
    Connection connect(String database) throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", user);
        if (!password.isEmpty()) {
            login.setProperty("password", password);
        }
        String url = "jdbc:postgresql://" + host + ":" + port + "/" + encode(database);
        return DriverManager.getConnection(query.isEmpty() ? url : url + "?" + query, login);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    }

    /** Never the password. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
