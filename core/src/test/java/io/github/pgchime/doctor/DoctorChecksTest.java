package io.github.pgchime.doctor;

import static io.github.pgchime.doctor.Check.Status.FAIL;
import static io.github.pgchime.doctor.Check.Status.OK;
import static io.github.pgchime.doctor.Check.Status.SKIPPED;
import static io.github.pgchime.doctor.Check.Status.WARN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.ProtocolException;
import io.github.pgchime.ServerError;
import io.github.pgchime.ServerException;
import io.github.pgchime.TableName;
import io.github.pgchime.catalog.WatchedTable;
import io.github.pgchime.nudge.NudgeFeed;
import io.github.pgchime.nudge.NudgeFeedBuilder;
import io.github.pgchime.nudge.NudgeOptions;
import io.github.pgchime.nudge.Plugin;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DoctorChecksTest {

    private static final String REMOTE = "postgresql://app@db.example.com/app";

    @ParameterizedTest
    @CsvSource({
        "11, false, FAIL, OK",
        "12, false, OK, OK",
        "14, true, OK, FAIL",
        "16, true, OK, WARN",
        "19, false, OK, OK"
    })
    void server_versionAndRecovery_areJudged(
            int major, boolean inRecovery, Check.Status version, Check.Status recovery) {
        List<Check> checks = new ServerChecks(DoctorServers.of(major, inRecovery)).all();
        assertThat(of(checks, "version").status()).isEqualTo(version);
        assertThat(of(checks, "recovery").status()).isEqualTo(recovery);
        boolean tested = major >= 14 && major <= 18;
        assertThat(of(checks, "version").finding().equals("PostgreSQL " + major))
                .isEqualTo(tested);
    }

    @Test
    void synchronousStandby_away_warns() {
        assertThat(of(new ServerChecks(DoctorServers.synchronous(true)).all(), "synchronous-standby")
                        .status())
                .isEqualTo(OK);
        Check away = of(new ServerChecks(DoctorServers.synchronous(false)).all(), "synchronous-standby");
        assertThat(away.status()).isEqualTo(WARN);
        assertThat(away.fix()).hasValue("ALTER SYSTEM SET synchronous_standby_names = ''; SELECT pg_reload_conf();");
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql://app@db.example.com/app, OK, checked",
        "postgresql://app@db.example.com/app?sslmode=require, OK, not checked",
        "postgresql://app@db.example.com/app?sslmode=disable, WARN, not on this machine",
        "postgresql://app@db.example.com/app?sslmode=prefer, WARN, not on this machine",
        "postgresql://app@localhost/app, OK, on this machine",
        "postgresql:///app?user=app&host=/run/postgresql, OK, on this machine"
    })
    void tls_byMode_isJudged(String url, Check.Status status, String finding) {
        Check tls = link(url, DoctorServers.sound()).tls();
        assertThat(tls.status()).isEqualTo(status);
        assertThat(tls.finding()).contains(finding);
    }

    @Test
    void tls_preferBehindAProxy_isUnknown() {
        Vitals proxied = DoctorServers.reached(true, Optional.of(true), Optional.empty());
        assertThat(link(REMOTE + "?sslmode=prefer", proxied).tls().finding()).contains("only the proxy");
    }

    @Test
    void pooler_proxyThatPassesReplication_isNoTrouble() {
        Vitals proxied = DoctorServers.reached(true, Optional.of(true), Optional.empty());
        assertThat(link(REMOTE, proxied).poolerPassesReplication().status()).isEqualTo(OK);
        assertThat(link(REMOTE, proxied).poolerPassesReplication().finding()).contains("lets replication");
        assertThat(link(REMOTE, DoctorServers.sound()).poolerPassesReplication().finding())
                .startsWith("none");
    }

    @Test
    void pooler_refusesReplication_fixIsTheServersOwnUrl() {
        Vitals v6 = DoctorServers.reached(true, Optional.empty(), Optional.of(new Vitals.Address("fd00::5", 5432)));
        Vitals unix = DoctorServers.reached(true, Optional.empty(), Optional.empty());
        assertThat(refusal("postgresql://a%20b@h/app", v6)).startsWith("postgresql://a%20b@[fd00::5]:5432/app ");
        assertThat(refusal(REMOTE, unix)).startsWith("postgresql://app@<server>:5432/app ");
        assertThat(refusal("postgresql://app@ep-1-pooler.eu.neon.example/app", unix))
                .startsWith("postgresql://app@ep-1.eu.neon.example:5432/app ");
    }

    private static String refusal(String url, Vitals vitals) {
        return link(url, vitals).poolerRefusesReplication("x").fix().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "08P01, unsupported startup parameter: replication, pooler",
        "0A000, the option replication, pooler",
        "42501, permission denied to start WAL sender, role",
        "53300, number of requested standby connections exceeds max_wal_senders, senders",
        "53300, sorry too many clients already, walsender",
        "57P03, the database system is starting up, walsender"
    })
    void replicationSession_refused_isWhoseFaultItIs(String state, String message, String culprit) {
        List<Check> checks = session(DoctorServers.sound()).examine(error(state, message));
        assertThat(checks)
                .filteredOn(check -> check.status() == FAIL)
                .extracting(Check::name)
                .containsExactly(culprit);
        assertThat(of(checks, culprit).fix()).isPresent();
    }

    @Test
    void replicationSession_notAnswered_isWalsendersFault() {
        PgChimeException silent = new ConnectionLostException("silent");
        assertThat(session(DoctorServers.sound()).examine(silent))
                .containsExactly(CheckName.WALSENDER.fail(
                        "silent",
                        "pg_isready -h db.example.com -p 5432"
                                + "  # if nothing answers: start the server, check listen_addresses and the firewall"));
    }

    @Test
    void replicationSession_poolerAndRoleBothInTheWay_areBothTold() {
        List<Check> checks = session(DoctorServers.on(Platform.RDS, false)).examine(error("08P01", "replication"));
        assertThat(of(checks, "role").fix()).hasValue("GRANT rds_replication TO \"app\";");
        assertThat(of(checks, "pooler").status()).isEqualTo(FAIL);
    }

    @Test
    void advice_noEntryInPgHba_isTheLine() {
        assertThat(advice(
                        "28000",
                        "no pg_hba.conf entry for host \"10.1.2.3\", user \"app\", database \"app\","
                                + " no encryption"))
                .startsWith("host \"app\" \"app\" 10.1.2.3/32 scram-sha-256");
        assertThat(advice(
                        "28000",
                        "no pg_hba.conf entry for host \"fd00::7\", user \"app\", database \"app\","
                                + " SSL encryption"))
                .startsWith("hostssl \"app\" \"app\" fd00::7/128 scram-sha-256");
        assertThat(advice(
                        "28000", "no pg_hba.conf entry for host \"10.1.2.3\", user \"app\", database \"app\", SSL on"))
                .startsWith("hostssl ");
        assertThat(advice(
                        "28000",
                        "no pg_hba.conf entry for host \"[local]\", user \"app\", database \"app\", no encryption"))
                .startsWith("local \"app\" \"app\" scram-sha-256  # in pg_hba.conf");
    }

    @Test
    void advice_anyCause_saysWhatToDo() {
        assertThat(advice("28P01", "password")).contains("ALTER ROLE \"app\" PASSWORD '<new>';");
        assertThat(advice("42501", "denied")).isEqualTo("GRANT CONNECT ON DATABASE \"app\" TO \"app\";");
        assertThat(advice("53300", "too many")).startsWith("ALTER ROLE \"app\" CONNECTION LIMIT -1;");
        assertThat(advice("57P03", "starting")).contains("log");
        ConnectionAdvice advice = new ConnectionAdvice(ConnectionOptions.parse(REMOTE, Map.of()));
        assertThat(advice.fix(new ProtocolException("HTTP"))).contains("5432");
        assertThat(advice.fix(new ConfigException("no TLS"))).contains("URL");
        ConnectionAdvice socket = new ConnectionAdvice(
                ConnectionOptions.builder().host("/run/postgresql").user("app").build());
        assertThat(socket.fix(new ConnectionLostException("no such file"))).endsWith("check unix_socket_directories");
    }

    @ParameterizedTest
    @CsvSource({
        "42501, 'ALTER SYSTEM SET output_plugin_libraries = pgoutput, test_decoding, wal2json; SELECT pg_reload_conf();'",
        "58P01, apt-get install postgresql-18-wal2json",
        "53400, ALTER SYSTEM SET max_replication_slots = 20; -- then restart the server",
        "XX000, see the server's log for the cause"
    })
    void plugin_refusedAndNeeded_failsWithItsFix(String state, String fix) {
        List<Check> checks = plugins(feed().plugin(Plugin.WAL2JSON).options(), List.of())
                .all(PluginChecks.tried(plugin -> new PluginProbe.Outcome.Refused(error(state, "no"))));
        assertThat(of(checks, "plugin-wal2json").fix()).hasValue(fix);
        assertThat(of(checks, "plugin-wal2json").status()).isEqualTo(FAIL);
        assertThat(of(checks, "plugin-test_decoding").status()).isEqualTo(SKIPPED);
    }

    @Test
    void plugin_auto_needsOneOfItsCandidates() {
        WatchedTable keyed = table("keyed", WatchedTable.Kind.TABLE, true);
        PluginChecks either = plugins(feed().options(), List.of(keyed));
        PluginProbe.Outcome lost = new PluginProbe.Outcome.Refused(new ConnectionLostException("gone"));
        List<Check> served = either.all(
                PluginChecks.tried(plugin -> plugin.equals("wal2json") ? new PluginProbe.Outcome.Waited() : lost));
        assertThat(served).extracting(Check::status).containsExactly(SKIPPED, OK, SKIPPED);
        List<Check> none = either.all(PluginChecks.tried(plugin -> lost));
        assertThat(none).extracting(Check::status).containsExactly(FAIL, FAIL, SKIPPED);
        assertThat(of(none, "plugin-wal2json").finding()).isEqualTo("no answer to the slot: gone");
        WatchedTable keyless = table("keyless", WatchedTable.Kind.TABLE, false);
        assertThat(plugins(feed().options(), List.of(keyless)).all(PluginChecks.tried(plugin -> lost)))
                .extracting(Check::status)
                .containsExactly(FAIL, SKIPPED, SKIPPED);
        assertThat(plugins(feed().publication("p").options(), List.of(keyed))
                        .all(PluginChecks.tried(plugin -> new PluginProbe.Outcome.Refused(error("58P01", "no")))))
                .extracting(Check::status)
                .containsExactly(SKIPPED, SKIPPED, FAIL);
    }

    @Test
    void tables_partitioned_areTreatedByPartition() {
        TableName leaf = new TableName("public", "leaf");
        WatchedTable whole = new WatchedTable(
                new TableName("public", "whole"), WatchedTable.Kind.PARTITIONED, false, true, List.of(leaf));
        NudgeOptions options = feed().publication("news").options();
        List<Check> checks = new TableChecks(options, List.of(whole), Map.of(), List.of()).all();
        assertThat(of(checks, "tables"))
                .isEqualTo(CheckName.TABLES.ok("public.whole (1 partitions nudge under its name)"));
        assertThat(of(checks, "replica-identity").fix())
                .hasValue("ALTER TABLE \"public\".\"leaf\" REPLICA IDENTITY FULL;");
        WatchedTable keyed = table("keyed", WatchedTable.Kind.TABLE, true);
        assertThat(of(new TableChecks(options, List.of(keyed), Map.of(), List.of()).all(), "replica-identity"))
                .isEqualTo(CheckName.REPLICA_IDENTITY.ok("every table has one"));
    }

    @Test
    void transactions_preparedOne_isToldButNotIdle() {
        List<Check> checks = new TransactionChecks(List.of(
                        new TransactionChecks.Blocker("prepared transaction 'x'", "ROLLBACK PREPARED 'x';", false)))
                .all();
        assertThat(of(checks, "open-transactions").fix()).hasValue("ROLLBACK PREPARED 'x';");
        assertThat(of(checks, "idle-in-transaction").status()).isEqualTo(OK);
    }

    private static Check of(List<Check> checks, String name) {
        return checks.stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static NudgeFeedBuilder feed() {
        return NudgeFeed.builder(ConnectionOptions.parse(REMOTE, Map.of()));
    }

    private static LinkChecks link(String url, Vitals vitals) {
        return new LinkChecks(ConnectionOptions.parse(url, Map.of()), vitals);
    }

    private static ReplicationSession session(Vitals vitals) {
        return new ReplicationSession(ConnectionOptions.parse(REMOTE, Map.of()), vitals);
    }

    private static PluginChecks plugins(NudgeOptions options, List<WatchedTable> tables) {
        return new PluginChecks(options, DoctorServers.sound(), tables);
    }

    private static WatchedTable table(String name, WatchedTable.Kind kind, boolean identity) {
        return new WatchedTable(new TableName("public", name), kind, identity, true, List.of());
    }

    private static String advice(String state, String message) {
        return new ConnectionAdvice(ConnectionOptions.parse(REMOTE, Map.of())).fix(error(state, message));
    }

    private static ServerException error(String state, String message) {
        return new ServerException(new ServerError(Map.of('S', "FATAL", 'C', state, 'M', message)));
    }
}
