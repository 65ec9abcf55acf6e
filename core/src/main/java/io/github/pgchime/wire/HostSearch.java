package io.github.pgchime.wire;

import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.ServerException;
import io.github.pgchime.SslMode;
import io.github.pgchime.TargetSessionAttrs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;

/**
 * Tries the hosts in turn until one will do, all of them within one time: each has an equal share of what is left, so that one
 * that is dead or hangs does not hide the next. A server that refuses the user ends it: another one is not to hear the
 * password again, nor the user to be locked out.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-MULTIPLE-HOSTS">PostgreSQL: specifying
 *     multiple hosts</a>
 */
final class HostSearch {

    /** The server is starting, stopping or recovering. */
    private static final String CANNOT_CONNECT_NOW = "57P03";

    /** Among others, pg_hba.conf has no line for a connection that is encrypted, or is not. */
    private static final String NOT_THIS_WAY = "28000";

    private final ConnectionOptions options;
    private final PgConnection.Role role;
    private final LongSupplier ticks;
    private final RandomGenerator random;
    private final List<PgChimeException> failures = new ArrayList<>();

    HostSearch(ConnectionOptions options, PgConnection.Role role, LongSupplier ticks, RandomGenerator random) {
        this.options = options;
        this.role = role;
        this.ticks = ticks;
        this.random = random;
    }

    PgConnection connect() {
        List<ConnectionOptions> hosts = new ArrayList<>(options.hosts());
        if (options.loadBalanceHosts()) {
            Collections.shuffle(hosts, Random.from(random));
        }
        List<TargetSessionAttrs> rounds = options.targetSessionAttrs() == TargetSessionAttrs.PREFER_STANDBY
                ? List.of(TargetSessionAttrs.STANDBY, TargetSessionAttrs.ANY)
                : List.of(options.targetSessionAttrs());
        long end = ticks.getAsLong() + options.connectTimeout().toNanos();
        int tries = hosts.size() * rounds.size();
        int left = tries;
        for (TargetSessionAttrs wanted : rounds) {
            failures.clear();
            for (ConnectionOptions host : hosts) {
                Duration share = tries == 1
                        ? options.connectTimeout()
                        : Duration.ofNanos(Math.max(1, (end - ticks.getAsLong()) / left--));
                Optional<PgConnection> connection = attempt(host, share, wanted);
                if (connection.isPresent()) {
                    return connection.get();
                }
            }
        }
        throw noneWillDo(hosts);
    }

    private Optional<PgConnection> attempt(ConnectionOptions host, Duration limit, TargetSessionAttrs wanted) {
        try {
            PgConnection connection = dial(host, limit);
            boolean accepted = false;
            try {
                accepted = wanted == TargetSessionAttrs.ANY || accepts(wanted, connection);
            } finally {
                if (!accepted) {
                    connection.abort();
                }
            }
            return accepted ? Optional.of(connection) : Optional.empty();
        } catch (ConnectionLostException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            failures.add(e);
        } catch (ServerException e) {
            if (!e.sqlState().equals(CANNOT_CONNECT_NOW)) {
                throw e;
            }
            failures.add(e);
        }
        return Optional.empty();
    }

    /** Under allow and prefer the other way is tried where the server's rules, or TLS itself, do not let this one. */
    private PgConnection dial(ConnectionOptions host, Duration limit) {
        return switch (host.sslMode()) {
            case ALLOW -> dial(host, SslMode.DISABLE, SslMode.REQUIRE, limit);
            case PREFER -> dial(host, SslMode.PREFER, SslMode.DISABLE, limit);
            case DISABLE, REQUIRE, VERIFY_CA, VERIFY_FULL -> once(host, host.sslMode(), limit);
        };
    }

    private PgConnection dial(ConnectionOptions host, SslMode first, SslMode second, Duration limit) {
        long end = ticks.getAsLong() + limit.toNanos();
        try {
            return once(host, first, limit);
        } catch (ConnectionLostException | ServerException e) {
            if (!isOfTheWay(e)) {
                throw e;
            }
            try {
                return once(host, second, Duration.ofNanos(Math.max(1, end - ticks.getAsLong())));
            } catch (PgChimeException other) {
                e.addSuppressed(other);
                throw e;
            }
        }
    }

    private static boolean isOfTheWay(PgChimeException e) {
        return e instanceof ServerException said
                ? said.sqlState().equals(NOT_THIS_WAY)
                : e.getCause() instanceof SSLException;
    }

    private PgConnection once(ConnectionOptions host, SslMode mode, Duration limit) {
        ConnectionOptions options =
                mode == host.sslMode() ? host : host.toBuilder().sslMode(mode).build();
        return new Dial(options, role, ticks, random, limit).connect();
    }

    /** Servers report their state unasked, and what stands before them may not pass it on. */
    private boolean accepts(TargetSessionAttrs wanted, PgConnection connection) {
        boolean standby = isOn(connection, "in_hot_standby", "SELECT pg_is_in_recovery()::text AS state");
        boolean readOnly = isOn(
                connection,
                "default_transaction_read_only",
                "SELECT current_setting('default_transaction_read_only') AS state");
        if (wanted.accepts(standby, readOnly)) {
            return true;
        }
        ConnectionOptions host = connection.options();
        failures.add(new ConnectionLostException("the server at " + host.host() + " port " + host.port() + " is a "
                + (standby ? "standby" : "primary") + (readOnly ? ", read-only by default," : "")
                + " and target_session_attrs is " + wanted.spelling()));
        return false;
    }

    private static boolean isOn(PgConnection connection, String parameter, String question) {
        return connection
                .parameter(parameter)
                .or(() -> Optional.of(connection.queryRow(question).text("state")))
                .filter(state -> state.equals("on") || state.equals("true"))
                .isPresent();
    }

    private PgChimeException noneWillDo(List<ConnectionOptions> hosts) {
        if (failures.size() == 1) {
            return failures.getFirst();
        }
        ConnectionLostException all = new ConnectionLostException("none of " + hosts.size() + " hosts will do: "
                + failures.stream().map(PgChimeException::getMessage).collect(Collectors.joining("; ")));
        failures.forEach(all::addSuppressed);
        return all;
    }
}
