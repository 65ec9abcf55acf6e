package io.github.pgchime.compat.debezium;

import io.github.pgchime.testkit.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Statements that both sides see the changes of, and the message that ends them. */
record Workload(String schema, String changes) {

    /** The prefix of the last message. */
    static final String END = "the end";

    static final Workload TYPES = new Workload("types-schema.sql", "types-rows.sql");
    static final Workload TABLES = new Workload("tables-schema.sql", "tables-changes.sql");

    void create(TestDatabase database) {
        run(database, "types-schema.sql");
        if (!schema.equals("types-schema.sql")) {
            run(database, schema);
        }
        database.execute("CREATE PUBLICATION p FOR ALL TABLES");
    }

    void change(TestDatabase database) {
        run(database, changes);
        database.execute("SELECT pg_logical_emit_message(false, '" + END + "', '')");
    }

    private static void run(TestDatabase database, String resource) {
        database.execute(Arrays.stream(read(resource).split(";\\s*\n", -1))
                .filter(statement -> !statement.isBlank())
                .toArray(String[]::new));
    }

    private static String read(String resource) {
        try (InputStream in = Workload.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
