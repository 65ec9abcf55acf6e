package io.github.pgchime.compat.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.testkit.EveryMajor;
import io.github.pgchime.testkit.Majors;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every record, field by field, is what Debezium's own engine makes of the same change, but for {@link Deviations}. In a sample of
 * majors, which has the time of the usual build, the newest is enough.
 */
@EveryMajor
final class DebeziumDifferentialIT {

    private final PostgresServer server;
    private TestDatabase database;

    DebeziumDifferentialIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void create() {
        Assumptions.assumeTrue(!Majors.isSample() || server.major() == Majors.NEWEST);
        database = server.newDatabase();
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void types_byDefault_areTheSame() {
        compare(Workload.TYPES, "types-by-default", Map.of());
    }

    @Test
    void types_asTexts_areTheSame() {
        compare(
                Workload.TYPES,
                "types-as-texts",
                Map.of(
                        "decimal.handling.mode", "string",
                        "time.precision.mode", "isostring",
                        "binary.handling.mode", "hex",
                        "hstore.handling.mode", "map",
                        "interval.handling.mode", "string",
                        "include.unknown.datatypes", "true"));
    }

    @Test
    void types_asConnectHasThem_areTheSame() {
        compare(
                Workload.TYPES,
                "types-as-connect",
                Map.of(
                        "decimal.handling.mode", "double",
                        "time.precision.mode", "connect",
                        "binary.handling.mode", "base64-url-safe"));
    }

    @Test
    void types_inMicroseconds_areTheSame() {
        compare(
                Workload.TYPES,
                "types-in-microseconds",
                Map.of("time.precision.mode", "adaptive_time_microseconds", "binary.handling.mode", "base64"));
    }

    @Test
    void tables_byDefault_areTheSame() {
        compare(Workload.TABLES, "tables-by-default", Map.of());
    }

    @Test
    void tables_withoutSchemas_areTheSame() {
        compareAll(
                Workload.TABLES,
                "tables-without-schemas",
                Map.of(
                        "key.converter.schemas.enable", "false",
                        "value.converter.schemas.enable", "false",
                        "header.converter.schemas.enable", "false",
                        "decimal.handling.mode", "double",
                        "time.precision.mode", "connect",
                        "binary.handling.mode", "base64",
                        "unavailable.value.placeholder", "hex:676f6e65"));
    }

    @Test
    void tables_withTransactions_areTheSame() {
        compare(
                Workload.TABLES,
                "tables-with-transactions",
                Map.of(
                        "provide.transaction.metadata", "true",
                        "skipped.operations", "none",
                        "tombstones.on.delete", "false",
                        "decimal.handling.mode", "string",
                        "time.precision.mode", "isostring",
                        "hstore.handling.mode", "map",
                        "binary.handling.mode", "hex",
                        "unavailable.value.placeholder", "gone"));
    }

    /** With schemas, which Debezium writes by default, and by which Kafka Connect reads the same as was written. */
    private void compare(Workload workload, String name, Map<String, String> options) {
        Map<String, String> withSchemas = new HashMap<>(options);
        for (String each : List.of("key", "value", "header")) {
            withSchemas.put(each + ".converter.schemas.enable", "true");
        }
        List<Event> written = compareAll(workload, name, withSchemas);
        try (ConnectSide connect = new ConnectSide()) {
            assertThat(Deviations.between(
                            written, written.stream().map(connect::readBack).toList()))
                    .containsExactlyInAnyOrderElementsOf(Deviations.of(name + "-connect"));
        }
    }

    private List<Event> compareAll(Workload workload, String name, Map<String, String> options) {
        workload.create(database);
        String slot = database.name();
        List<String> slots = List.of(slot + "_debezium", slot + "_text", slot + "_binary");
        for (String each : slots) {
            database.execute("SELECT pg_create_logical_replication_slot('" + each + "', 'pgoutput')");
        }
        List<Event> expected;
        try (DebeziumSide debezium = new DebeziumSide(database, slots.getFirst(), options)) {
            workload.change(database);
            expected = Deviations.withoutEmptyTransactions(debezium.events());
        }
        PgchimeSide text = new PgchimeSide(database, slots.get(1), options, false);
        List<String> deviations = Deviations.of(name);
        assertThat(Deviations.between(expected, text.written())).containsExactlyInAnyOrderElementsOf(deviations);
        if (!options.containsKey("provide.transaction.metadata")) {
            assertThat(Deviations.between(text.written(), text.held())).isEmpty();
        }
        assertThat(Deviations.between(
                        text.written().stream().map(Event::withoutSchemas).toList(), text.plain()))
                .isEmpty();
        PgchimeSide binary = new PgchimeSide(database, slots.get(2), options, true);
        assertThat(Deviations.between(text.written(), binary.written()))
                .containsExactlyInAnyOrderElementsOf(Deviations.of(name + "-binary"));
        return text.written();
    }
}
