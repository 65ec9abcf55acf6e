package io.github.pgchime.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pgchime.ConfigException;
import io.github.pgchime.testkit.EveryMajor;
import io.github.pgchime.testkit.PostgresServer;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EveryMajor
final class InstallIT {

    private final PostgresServer server;
    private TestJournal test;

    InstallIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void create() {
        test = TestJournal.absent(server);
    }

    @AfterEach
    void drop() {
        test.close();
    }

    @Test
    void install_ordinaryRole_installsOnceAndMakesTheRoles() {
        Installation first = test.journal.install(test.options());
        assertThat(first).isEqualTo(new Installation(2, List.of("V1__journal", "V2__watched_tables"), List.of()));
        assertThat(test.journal.install()).isEqualTo(new Installation(2, List.of(), List.of()));
        assertThat(test.database.query("SELECT rolname FROM pg_roles WHERE rolname LIKE '" + test.prefix
                        + "\\_%' AND NOT rolcanlogin ORDER BY 1"))
                .extracting(List::getFirst)
                .containsExactly(test.prefix + "_administer", test.prefix + "_consume", test.prefix + "_publish");
        assertThat(test.database.queryOne("SELECT count(*) FROM pgchime.entry_range"))
                .isEqualTo("3");
    }

    @Test
    void install_severalAtOnce_oneDoesIt() throws Exception {
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Installation>> all = IntStream.range(0, 4)
                    .mapToObj(i -> pool.submit(() -> test.journal.install(test.options())))
                    .toList();
            int steps = 0;
            for (Future<Installation> each : all) {
                steps += each.get().applied().size();
            }
            assertThat(steps).isEqualTo(2);
        }
    }

    @Test
    void install_roleThatMayMakeNoRoles_saysWhichAreMissing() {
        test.database.execute("ALTER ROLE " + test.prefix + "_owner NOCREATEROLE");
        test.database.execute("CREATE ROLE " + test.prefix + "_consume");
        Installation installed = test.journal.install(test.options());
        assertThat(installed.missingRoles()).containsExactly(test.prefix + "_publish", test.prefix + "_administer");
        assertThat(test.journal.publish("orders", Json.of("1"))).isEqualTo(1);
        assertThat(test.database.queryOne(
                        "SELECT has_table_privilege('" + test.prefix + "_consume', 'pgchime.consumer', 'INSERT')"))
                .isEqualTo("t");
        test.database.execute("CREATE ROLE " + test.prefix + "_publish");
        test.asOwner("SELECT pgchime.grant_roles()");
        assertThat(test.as("writer", "publish").publish("orders", Json.of("2"))).isEqualTo(2);
        assertThat(test.journal.install().missingRoles()).containsExactly(test.prefix + "_administer");
    }

    @Test
    void install_newerSchema_isRefused() {
        test.journal.install(test.options());
        test.database.execute("UPDATE pgchime.meta SET version = 99");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(test.journal::install)
                .withMessageContaining("version 99");
    }

    @Test
    void install_schemaOfSomebodyElse_isRefused() {
        test.database.execute("CREATE SCHEMA pgchime");
        test.database.execute("GRANT ALL ON SCHEMA pgchime TO " + test.prefix + "_owner");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(test.journal::install)
                .withMessageContaining("not the journal's");
    }

    @Test
    void install_wakeByNotify_isTurnedOnAndOff() {
        test.journal.install(test.options().withWakeByNotify(true));
        assertThat(triggers()).isEqualTo("1");
        assertThat(test.journal.status().wakeByNotify()).isTrue();
        test.journal.install();
        assertThat(triggers()).isEqualTo("1");
        test.journal.publish("orders", Json.of("1"));
        test.journal.install(InstallOptions.defaults().withWakeByNotify(false));
        assertThat(triggers()).isEqualTo("0");
    }

    private String triggers() {
        return test.database.queryOne(
                "SELECT count(*) FROM pg_trigger WHERE tgrelid = 'pgchime.entry'::regclass" + " AND NOT tgisinternal");
    }

    @Test
    void everything_beforeInstall_isRefusedNamingIt() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> test.journal.publish("orders", Json.of("1")))
                .withMessageContaining("Journal.install()");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(test.journal::status)
                .withMessageContaining("Journal.install()");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(test.journal::watches)
                .withMessageContaining("Journal.install()");
    }

    @Test
    void uninstall_withWatchAndEntries_leavesNothing() {
        test.journal.install(test.options());
        test.asOwner("CREATE TABLE kept (id int PRIMARY KEY)");
        test.journal.watch("public.kept").install();
        test.asOwner("INSERT INTO kept VALUES (1)");
        test.journal.uninstall();
        test.asOwner("INSERT INTO kept VALUES (2)");
        assertThat(test.database.queryOne("SELECT count(*) FROM pg_namespace WHERE nspname = 'pgchime'"))
                .isEqualTo("0");
        assertThat(test.database.queryOne("SELECT count(*) FROM pg_trigger WHERE tgrelid = 'kept'::regclass"))
                .isEqualTo("0");
        assertThat(test.database.queryOne("SELECT count(*) FROM pg_roles WHERE rolname LIKE '" + test.prefix
                        + "\\_%' AND NOT rolcanlogin"))
                .isEqualTo("0");
        test.journal.uninstall();
        assertThat(test.journal.install(test.options()).applied()).hasSize(2);
    }

    @Test
    void uninstall_roleThatSomethingDependsOn_staysAlone() {
        test.journal.install(test.options());
        test.asOwner("CREATE TABLE kept (id int)", "GRANT SELECT ON kept TO " + test.prefix + "_consume");
        test.journal.uninstall();
        assertThat(test.database.query("SELECT rolname FROM pg_roles WHERE rolname LIKE '" + test.prefix
                        + "\\_%' AND NOT rolcanlogin"))
                .containsExactly(List.of(test.prefix + "_consume"));
    }

    @Test
    void roles_haveWhatTheyAreForAndNoMore() {
        test.journal.install(test.options());
        Journal writer = test.as("writer", "publish");
        Journal reader = test.as("reader", "consume");
        Journal chief = test.as("chief", "administer");
        Journal nobody = test.as("nobody");
        assertThat(writer.publish("orders", Json.of("1"))).isEqualTo(1);
        assertThat(chief.publish("orders", Json.of("1"))).isEqualTo(2);
        assertThat(reader.status().lastId()).isEqualTo(2);
        assertThat(chief.cleanup(Retention.ofBytes(0)).partitions()).isNotEmpty();
        assertThat(writer.install().applied()).isEmpty();
        assertDenied(() -> reader.publish("orders", Json.of("1")));
        assertDenied(() -> nobody.publish("orders", Json.of("1")));
        assertDenied(() -> reader.cleanup(Retention.ofBytes(0)));
        assertDenied(reader::restamp);
        assertDenied(writer::status);
        assertDenied(chief::uninstall);
    }

    private static void assertDenied(Runnable action) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(action::run)
                .withMessageContaining("GRANT pgchime_publish TO app");
    }
}
