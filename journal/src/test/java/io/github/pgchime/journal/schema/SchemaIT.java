package io.github.pgchime.journal.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pgchime.ConfigException;
import io.github.pgchime.journal.jdbc.Database;
import io.github.pgchime.testkit.EveryMajor;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** How the schema comes, is brought up to date, and goes. */
@EveryMajor
final class SchemaIT {

    private final PostgresServer server;
    private TestDatabase database;
    private Schema schema;

    SchemaIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void open() {
        database = server.newDatabase();
        schema = as("postgres", "");
    }

    private Schema as(String user, String password) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {server.host()});
        source.setPortNumbers(new int[] {server.port()});
        source.setDatabaseName(database.name());
        source.setUser(user);
        source.setPassword(password);
        return new Schema(new Database(source));
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void installation_isDoneOnce_howeverManyAskForIt() {
        assertThat(schema.version()).isZero();
        int applied =
                Stream.generate(() -> CompletableFuture.supplyAsync(() -> schema.install(false)))
                        .limit(4)
                        .toList()
                        .stream()
                        .mapToInt(CompletableFuture::join)
                        .sum();
        assertThat(applied).isEqualTo(Migration.ALL.size());
        assertThat(schema.version()).isEqualTo(Migration.latest());
        assertThat(schema.install(false)).isZero();
        assertThat(schema.notifies()).isFalse();
        schema.install(true);
        schema.install(true);
        assertThat(schema.notifies()).isTrue();
    }

    @Test
    void upgrade_leavesEntriesAndConsumersAsTheyAre() {
        assertThat(schema.upTo(1)).isEqualTo(1);
        database.execute(
                "SELECT pgchime.notify('orders', to_jsonb(g), 'k') FROM generate_series(1, 1000) AS g",
                "INSERT INTO pgchime.consumer (name, channels, tick, entry) VALUES ('mailer', '{orders}', 0, 500)",
                "INSERT INTO pgchime.retry (consumer, entry, sequence) VALUES ('mailer', 7, 'kk')");
        String before = contents();
        assertThat(schema.version()).isEqualTo(1);
        assertThat(schema.install(false)).isEqualTo(Migration.latest() - 1);
        assertThat(schema.version()).isEqualTo(Migration.latest());
        assertThat(contents()).isEqualTo(before);
        assertThat(database.queryOne("SELECT pgchime.notify('orders', '1001')")).isEqualTo("1001");
    }

    private String contents() {
        return database.queryOne("SELECT md5(string_agg(e::text, ';' ORDER BY id)) FROM pgchime.entry AS e")
                + database.query("SELECT * FROM pgchime.consumer")
                + database.query("SELECT * FROM pgchime.retry");
    }

    @Test
    void schema_ofALaterVersion_isLeftAlone() {
        schema.install(false);
        database.execute("UPDATE pgchime.meta SET version = 99");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> schema.install(false))
                .withMessageContaining("has version 99")
                .withMessageContaining("use a newer one");
        assertThat(schema.version()).isEqualTo(99);
    }

    @Test
    void uninstallation_leavesNothing() {
        String before = objects();
        schema.install(true);
        database.execute("CREATE TABLE public.users (id int PRIMARY KEY)", "SELECT pgchime.watch('users')");
        schema.uninstall();
        database.execute("INSERT INTO users VALUES (1)", "DROP TABLE users");
        assertThat(objects()).isEqualTo(before);
        assertThat(schema.version()).isZero();
        schema.uninstall();
    }

    private String objects() {
        return database.queryOne(
                "SELECT (SELECT count(*) FROM pg_class) || ' ' || (SELECT count(*) FROM pg_proc) || ' '"
                        + " || (SELECT count(*) FROM pg_namespace) || ' ' || (SELECT count(*) FROM pg_trigger)");
    }

    @Test
    void owner_whoIsNoSuperuser_isEnough() {
        String role = database.name();
        database.createRole(role, "secret");
        database.execute("GRANT CREATE ON DATABASE " + database.name() + " TO " + role);
        Schema own = as(role, "secret");
        assertThat(own.install(true)).isEqualTo(Migration.ALL.size());
        assertThat(database.queryOne("SELECT pgchime.notify('orders', '1')")).isEqualTo("1");
        own.uninstall();
    }
}
