package io.github.pgchime.doctor;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.ProtocolException;
import io.github.pgchime.ServerException;
import io.github.pgchime.SlotLostException;
import io.github.pgchime.wire.Sql;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What to do when there is no connection. */
record ConnectionAdvice(ConnectionOptions options) {

    /** As PostgreSQL's auth.c words it. */
    private static final Pattern NO_ENTRY = Pattern.compile("no pg_hba.conf entry for (?:host|replication connection"
            + " from host) \"([^\"]+)\".*?(no encryption|SSL encryption|SSL on|SSL off|$)");

    /** The check that fails because of this. */
    Check connect(PgChimeException cause) {
        return CheckName.CONNECT.fail(String.valueOf(cause.getMessage()), fix(cause));
    }

    String fix(PgChimeException cause) {
        return switch (cause) {
            case ServerException e -> fix(e);
            case ConnectionLostException e ->
                "pg_isready -h " + options.host() + " -p " + options.port()
                        + "  # if nothing answers: start the server, check "
                        + (options.unixSocket().isPresent()
                                ? "unix_socket_directories"
                                : "listen_addresses and the firewall");
            case ProtocolException e -> "check the host and the port: is " + options.port() + " PostgreSQL's?";
            case SlotLostException e -> "drop slot " + e.slot() + ", create it anew, and read the tables again";
            case ConfigException e -> "change the URL, or the environment, as the finding says";
        };
    }

    private String fix(ServerException e) {
        String role = Sql.identifier(options.user());
        Matcher noEntry = NO_ENTRY.matcher(e.error().message());
        if (noEntry.find()) {
            return hbaLine(noEntry.group(1), noEntry.group(2)) + "  # in pg_hba.conf; then SELECT pg_reload_conf();";
        }
        return switch (e.sqlState()) {
            case "28P01", "28000" ->
                "check the user and the password (PGPASSWORD, or the URL); to set a new one: ALTER ROLE " + role
                        + " PASSWORD '<new>';";
            case "3D000" -> "CREATE DATABASE " + Sql.identifier(options.database()) + "; -- or correct the URL";
            case "42501" -> "GRANT CONNECT ON DATABASE " + Sql.identifier(options.database()) + " TO " + role + ";";
            case "53300" -> "ALTER ROLE " + role + " CONNECTION LIMIT -1; -- or raise max_connections";
            default -> "see the server's log for the cause";
        };
    }

    private String hbaLine(String address, String encryption) {
        if (address.equals("[local]")) {
            return "local " + Sql.identifier(options.database()) + " " + Sql.identifier(options.user())
                    + " scram-sha-256";
        }
        String type = encryption.startsWith("SSL e") || encryption.equals("SSL on") ? "hostssl" : "host";
        return type + " " + Sql.identifier(options.database()) + " " + Sql.identifier(options.user()) + " " + address
                + (address.indexOf(':') < 0 ? "/32" : "/128") + " scram-sha-256";
    }
}
