package io.github.pgchime.doctor;

import static io.github.pgchime.doctor.Check.Status.FAIL;
import static io.github.pgchime.doctor.Check.Status.OK;
import static io.github.pgchime.doctor.Check.Status.SKIPPED;
import static io.github.pgchime.doctor.Check.Status.WARN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.ServerException;
import io.github.pgchime.nudge.NudgeFeed;
import io.github.pgchime.nudge.NudgeFeedBuilder;
import io.github.pgchime.nudge.Plugin;
import io.github.pgchime.replication.WalSender;
import io.github.pgchime.testkit.EveryMajor;
import io.github.pgchime.testkit.PgBouncer;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import io.github.pgchime.wire.PgConnection;
import io.github.pgchime.wire.PgConnection.Role;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EveryMajor
final class DoctorIT {

    private static final String CANARY = "canary-7f3a9";

    private final PostgresServer server;
    private TestDatabase database;

    DoctorIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void create() {
        database = server.newDatabase();
        database.execute("CREATE TABLE orders (id int PRIMARY KEY)", "CREATE TABLE keyless (a int)");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void examine_healthyServer_canFeed() {
        Report report = examined(feed().tables("public.orders"));
        assertThat(report.canFeed()).isTrue();
        assertThat(report.server()).get().asString().startsWith("PostgreSQL " + server.major());
        assertThat(report.platform()).isEqualTo(Platform.POSTGRESQL);
        assertThat(report.checks())
                .filteredOn(check -> check.status() != OK)
                .extracting(Check::name)
                .isSubsetOf("plugin-wal2json", "publication");
        assertThat(check(report, "plugin-wal2json").status()).isEqualTo(server.hasWal2json() ? OK : SKIPPED);
        assertThat(check(report, "publication").status()).isEqualTo(SKIPPED);
        assertThat(check(report, "tables").finding()).isEqualTo("public.orders");
        assertThat(opens(feed().tables("public.orders"))).isTrue();
    }

    @Test
    void tls_serverOffersIt_isFoundInUse() {
        String url = database.url().replace("sslmode=disable", "sslmode=prefer");
        Report report = examined(NudgeFeed.builder(url));
        assertThat(check(report, "tls").finding()).startsWith("encrypted; the server's certificate is not checked");
    }

    @Test
    void role_withoutReplication_failsWithAlterRole() {
        String url = database.createRole("doctor plain", CANARY);
        Report report = examined(NudgeFeed.builder(url));
        assertThat(report.canFeed()).isFalse();
        assertThat(check(report, "role").status()).isEqualTo(FAIL);
        assertThat(check(report, "role").fix()).hasValue("ALTER ROLE \"doctor plain\" REPLICATION;");
        assertThat(check(report, "walsender").status()).isEqualTo(SKIPPED);
        assertThat(opens(NudgeFeed.builder(url))).isFalse();
    }

    @Test
    void role_replicationAndNothingElse_canFeed() {
        String url = database.createRole("doctor_repl", CANARY, "REPLICATION");
        Report report = examined(NudgeFeed.builder(url));
        assertThat(report.canFeed()).as(report.toString()).isTrue();
        assertThat(check(report, "role").status()).isEqualTo(OK);
    }

    /** One server with all of it wrong, since a server takes a while to start. No commit: it would wait for the standby. */
    @Test
    void server_walLevelSlotsSendersStandby_areEachFound() {
        Map<String, String> tight =
                Map.of("wal_level", "replica", "max_replication_slots", "1", "max_wal_senders", "1");
        try (PostgresServer own = PostgresServer.start(server.major(), tight)) {
            NudgeFeedBuilder feed = NudgeFeed.builder(own.superuserUrl("postgres"));
            ConnectionOptions connection = feed.options().connection();
            Report alone = Doctor.examine(feed.options());
            assertThat(alone.canFeed()).isFalse();
            assertThat(check(alone, "wal-level"))
                    .isEqualTo(CheckName.WAL_LEVEL.fail(
                            "wal_level is replica, and logical decoding needs logical",
                            "ALTER SYSTEM SET wal_level = logical; -- then restart the server"));
            assertThat(check(alone, "slots").status()).isEqualTo(OK);
            assertThat(check(alone, "senders").status()).isEqualTo(OK);
            assertThat(check(alone, "plugin-test_decoding").status()).isEqualTo(SKIPPED);
            assertThat(opens(feed)).isFalse();

            own.setting("synchronous_standby_names", "absent");
            try (PgConnection session = PgConnection.open(connection, Role.ORDINARY, () -> 0);
                    WalSender taken = WalSender.open(connection, () -> 0)) {
                session.query("SELECT slot_name FROM pg_create_physical_replication_slot('left')");
                assertThat(taken.query("SELECT 1 AS one")).hasSize(1);
                Report crowded = Doctor.examine(feed.options());
                assertThat(check(crowded, "slots"))
                        .isEqualTo(CheckName.SLOTS.fail(
                                "1 of 1 in use (max_replication_slots); nobody reads left",
                                "ALTER SYSTEM SET max_replication_slots = 11; -- then restart the server"));
                assertThat(check(crowded, "senders").status()).isEqualTo(FAIL);
                assertThat(check(crowded, "walsender").finding()).isEqualTo("see senders");
                assertThat(check(crowded, "synchronous-standby").status()).isEqualTo(WARN);
                assertThat(check(crowded, "synchronous-standby").finding()).contains("(absent)");
            }
        }
    }

    @Test
    void password_wrong_failsConnectWithoutRepeatingIt() {
        database.createRole("doctor_right", "right");
        Report report = examined(NudgeFeed.builder(database.url("doctor_right", CANARY)));
        assertThat(report.canFeed()).isFalse();
        assertThat(report.server()).isEmpty();
        assertThat(report.platform()).isEqualTo(Platform.UNKNOWN);
        assertThat(check(report, "connect").finding()).contains("28P01");
        assertThat(check(report, "connect").fix()).get().asString().contains("PGPASSWORD");
        assertThat(report.checks()).extracting(Check::status).containsOnly(FAIL, SKIPPED);
    }

    @Test
    void database_missing_failsConnectWithCreateDatabase() {
        Report report =
                Doctor.examine(NudgeFeed.builder(server.superuserUrl("no such")).options());
        assertThat(check(report, "connect").fix()).get().asString().startsWith("CREATE DATABASE \"no such\";");
    }

    @Test
    void tables_missingViewUnlogged_warn() {
        database.execute("CREATE VIEW seen AS SELECT * FROM orders", "CREATE UNLOGGED TABLE fast (a int)");
        NudgeFeedBuilder feed = feed().tables("public.gone", "public.seen", "public.fast", "public.orders");
        Report report = examined(feed);
        Check tables = check(report, "tables");
        assertThat(tables.status()).isEqualTo(WARN);
        assertThat(tables.finding())
                .contains("public.gone does not exist")
                .contains("public.seen is a view")
                .contains("public.fast is an unlogged table");
        assertThat(tables.fix()).get().asString().contains("ALTER TABLE \"public\".\"fast\" SET LOGGED;");
        assertThat(report.canFeed()).isTrue();
        assertThat(opens(feed)).isTrue();
    }

    @Test
    void wal2json_keylessTable_warnsWithReplicaIdentity() {
        NudgeFeedBuilder feed = feed().tables("public.keyless").plugin(Plugin.WAL2JSON);
        Report report = examined(feed);
        Check identity = check(report, "replica-identity");
        assertThat(identity.status()).isEqualTo(WARN);
        assertThat(identity.fix()).hasValue("ALTER TABLE \"public\".\"keyless\" REPLICA IDENTITY FULL;");
        assertThat(check(examined(feed().plugin(Plugin.WAL2JSON)), "replica-identity")
                        .fix())
                .isEqualTo(identity.fix());
        assertThat(report.canFeed()).isEqualTo(server.hasWal2json());
        assertThat(opens(feed)).isEqualTo(server.hasWal2json());
        if (!server.hasWal2json()) {
            assertThat(check(report, "plugin-wal2json").fix())
                    .hasValue("ALTER SYSTEM SET output_plugin_libraries = pgoutput, test_decoding, wal2json;"
                            + " SELECT pg_reload_conf();");
        }
    }

    /** The facts that {@link PluginChecks} and the feed's choice of a plugin rest upon. */
    @Test
    void outputPlugin_absentOrNotListed_givesTheseStates() {
        assertThat(refusal("nonesuch", false)).startsWith("42501 library \"nonesuch\" may not be used as an output");
        assertThat(refusal("nonesuch", true)).startsWith("58P01 could not access file \"nonesuch\"");
        assertThat(refusal("plpgsql", true)).startsWith("XX000 output plugins have to declare");
        if (server.hasWal2json()) {
            assertThat(refusal("wal2json", false)).startsWith("42501 library \"wal2json\" may not be used");
            assertThat(refusal("wal2json", true)).isEqualTo("none");
        }
    }

    private String refusal(String plugin, boolean listed) {
        try (WalSender walSender = WalSender.open(feed().options().connection(), () -> 0)) {
            walSender.query("SET output_plugin_libraries = pgoutput, test_decoding" + (listed ? ", " + plugin : ""));
            walSender.createTemporarySlot("refused", plugin);
            return "none";
        } catch (ServerException e) {
            return e.sqlState() + " " + e.error().message();
        }
    }

    @Test
    void publication_missingPartialUnpublished_isFound() {
        Report missing = examined(feed().tables("public.orders").publication("news"));
        assertThat(check(missing, "publication").status()).isEqualTo(FAIL);
        assertThat(check(missing, "publication").fix())
                .hasValue("CREATE PUBLICATION \"news\" FOR TABLE \"public\".\"orders\";");
        database.execute("CREATE PUBLICATION news FOR TABLE orders WITH (publish = 'insert')");
        Check partial = check(examined(feed().tables("public.orders").publication("news")), "publication");
        assertThat(partial.finding()).isEqualTo("publication news tells of insert only");
        Check unpublished = check(examined(feed().tables("public.keyless").publication("news")), "publication");
        assertThat(unpublished.fix()).hasValue("ALTER PUBLICATION \"news\" ADD TABLE \"public\".\"keyless\";");
        database.execute("ALTER PUBLICATION news SET (publish = 'insert, update, delete, truncate')");
        NudgeFeedBuilder whole = feed().tables("public.orders").publication("news");
        assertThat(check(examined(whole), "publication").status()).isEqualTo(OK);
        assertThat(opens(whole)).isTrue();
    }

    @Test
    void openTransactions_inAnotherDatabase_warnWithPid() throws SQLException {
        try (TestDatabase other = server.newDatabase();
                Connection writer = other.connect();
                Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute("CREATE TABLE pending (a int)");
            String pid;
            try (ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
                row.next();
                pid = row.getString(1);
            }
            Instant before = Instant.now();
            Report report = examined(feed());
            assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(5));
            assertThat(report.canFeed()).isTrue();
            assertThat(check(report, "plugin-test_decoding").status()).isEqualTo(OK);
            for (String name : new String[] {"open-transactions", "idle-in-transaction"}) {
                Check check = check(report, name);
                assertThat(check.status()).isEqualTo(WARN);
                assertThat(check.finding()).contains("pid " + pid).contains(other.name());
                assertThat(check.fix()).hasValue("SELECT pg_terminate_backend(" + pid + ");");
            }
            writer.rollback();
        }
    }

    @Test
    void pooler_pgBouncer_failsWithTheServersOwnAddress() {
        try (PgBouncer bouncer = PgBouncer.before(server, PgBouncer.Pooling.TRANSACTION)) {
            Report report = examined(NudgeFeed.builder(bouncer.url(database.name())));
            assertThat(report.canFeed()).isFalse();
            assertThat(check(report, "connect").status()).isEqualTo(OK);
            Check pooler = check(report, "pooler");
            assertThat(pooler.status()).isEqualTo(FAIL);
            assertThat(pooler.finding()).contains("replication");
            assertThat(pooler.fix())
                    .get()
                    .asString()
                    .startsWith("postgresql://postgres@127.0.0.1:" + server.port() + "/" + database.name());
            assertThat(check(report, "role").status()).isEqualTo(OK);
        }
    }

    @Test
    void pooler_swallowsTheParameter_failsAllTheSame() {
        try (PgBouncer bouncer =
                PgBouncer.before(server, PgBouncer.Pooling.TRANSACTION, "ignore_startup_parameters = replication")) {
            Report report = examined(NudgeFeed.builder(bouncer.url(database.name())));
            assertThat(report.canFeed()).isFalse();
            assertThat(check(report, "pooler").status()).isEqualTo(FAIL);
            assertThat(check(report, "pooler").finding()).contains("was lost on the way");
        }
    }

    private NudgeFeedBuilder feed() {
        return NudgeFeed.builder(database.url());
    }

    /** Every report is whole, tells no secret, and has left no slot. */
    private Report examined(NudgeFeedBuilder feed) {
        Report report = Doctor.examine(feed.options());
        assertThat(report.checks()).hasSize(CheckName.values().length);
        assertThat(report.toString()).doesNotContain(CANARY);
        assertThat(database.slots()).isEmpty();
        return report;
    }

    private static Check check(Report report, String name) {
        return report.check(name).orElseThrow();
    }

    /** What the report foretells. */
    private static boolean opens(NudgeFeedBuilder builder) {
        try (NudgeFeed feed = builder.open()) {
            return feed.state().slot().isPresent();
        } catch (PgChimeException e) {
            return false;
        }
    }
}
