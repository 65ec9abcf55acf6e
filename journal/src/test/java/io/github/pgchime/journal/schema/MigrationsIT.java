package io.github.pgchime.journal.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.journal.jdbc.Database;
import io.github.pgchime.testkit.OldestAndNewest;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

@OldestAndNewest
final class MigrationsIT {

    private static final Roles ROLES = new Roles(Optional.of("md5"), Optional.of("md5"), Optional.of("md5"));

    private final PostgresServer server;
    private TestDatabase database;
    private Database jdbc;

    MigrationsIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void create() {
        database = server.newDatabase();
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL("jdbc:postgresql://" + server.host() + ":" + server.port() + "/" + database.name()
                + "?user=postgres&sslmode=disable");
        jdbc = new Database(source);
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void apply_fromVersionOneWithData_keepsItAndAddsVersionTwo() {
        Migration first = Migration.ALL.getFirst();
        assertThat(new Migrations(jdbc, List.of(first)).apply(ROLES)).containsExactly(first);
        database.execute(
                "SELECT pgchime.notify('orders', '{\"id\":1}', 'k')",
                "INSERT INTO pgchime.consumer (name, channels, tick) VALUES ('mailer', '{orders}', 0)",
                "SELECT pgchime.take_tick()");
        List<List<String>> before = data();
        assertThat(database.queryOne("SELECT to_regclass('pgchime.watched') IS NULL"))
                .isEqualTo("t");

        assertThat(new Migrations(jdbc).apply(ROLES)).containsExactly(Migration.ALL.getLast());
        assertThat(data()).isEqualTo(before);
        assertThat(database.queryOne("SELECT version FROM pgchime.meta")).isEqualTo("2");
        assertThat(database.queryOne("SELECT count(*) FROM pgchime.watches()")).isEqualTo("0");
        assertThat(database.queryOne("SELECT pgchime.notify('orders', '2')")).isEqualTo("2");
    }

    private List<List<String>> data() {
        return database.query(
                "SELECT to_jsonb(e), to_jsonb(c), (SELECT count(*) FROM pgchime.tick) FROM pgchime.entry e, pgchime.consumer c");
    }

    /** As Flyway does it: each file's text, by itself, and nothing else. */
    @Test
    void files_eachRunAlone_setTheirVersion() {
        for (Migration step : Migration.ALL) {
            database.execute(step.sql());
            assertThat(database.queryOne("SELECT version FROM pgchime.meta"))
                    .isEqualTo(Integer.toString(step.version()));
            assertThat(step.sql()).doesNotContain("${").doesNotContainPattern("(?m)^\\\\");
        }
        database.execute(
                "DROP SCHEMA pgchime CASCADE", "DROP ROLE pgchime_publish, pgchime_consume, pgchime_administer");
    }
}
