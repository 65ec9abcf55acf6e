package io.github.pgchime.debezium.json;

import java.util.List;

/** What values look like. */
sealed interface Shape {

    /** A value of a type that is made of no others. */
    record Plain(String type) implements Shape {}

    /** Any number of items. */
    record Array(Schema items) implements Shape {}

    /** Values by key. */
    record Map(Schema keys, Schema values) implements Shape {}

    /** A value for each of some names. */
    record Struct(List<Field> fields) implements Shape {
        public Struct {
            fields = List.copyOf(fields);
        }
    }

    /** One of them. */
    record Field(String name, Schema schema) {}
}
