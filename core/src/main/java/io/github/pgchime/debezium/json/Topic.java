package io.github.pgchime.debezium.json;

import io.github.pgchime.TableName;

/** The names of topics; what Kafka refuses in one becomes {@code _}. */
final class Topic {

    private Topic() {}

    static String of(String prefix, TableName table) {
        return legal(prefix + "." + table.schema() + "." + table.table());
    }

    static String of(String prefix, String name) {
        return legal(prefix + "." + name);
    }

    private static String legal(String name) {
        return name.replaceAll("[^A-Za-z0-9._-]", "_");
    }
}
