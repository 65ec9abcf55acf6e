package io.github.pgchime.debezium.json;

import java.util.List;
import java.util.Optional;

/**
 * What values are, in the terms of Kafka Connect. Immutable.
 *
 * @param optional whether they may be null
 * @param semantics what they are beyond their shape
 * @param defaultValue what they are where nothing is said, as JSON
 */
record Schema(Shape shape, boolean optional, Optional<SemanticType> semantics, Optional<String> defaultValue) {

    static final Schema BOOLEAN = of(new Shape.Plain("boolean"));
    static final Schema INT16 = of(new Shape.Plain("int16"));
    static final Schema INT32 = of(new Shape.Plain("int32"));
    static final Schema INT64 = of(new Shape.Plain("int64"));
    static final Schema FLOAT32 = of(new Shape.Plain("float"));
    static final Schema FLOAT64 = of(new Shape.Plain("double"));
    static final Schema BYTES = of(new Shape.Plain("bytes"));
    static final Schema STRING = of(new Shape.Plain("string"));

    /** Text that is JSON. */
    static final Schema JSON = STRING.as("io.debezium.data.Json");

    private static Schema of(Shape shape) {
        return new Schema(shape, false, Optional.empty(), Optional.empty());
    }

    static Schema array(Schema items) {
        return of(new Shape.Array(items));
    }

    static Schema map(Schema keys, Schema values) {
        return of(new Shape.Map(keys, values));
    }

    static Schema struct(List<Shape.Field> fields) {
        return of(new Shape.Struct(fields));
    }

    static Schema struct(Shape.Field... fields) {
        return struct(List.of(fields));
    }

    Shape.Field field(String name) {
        return new Shape.Field(name, this);
    }

    Schema orNull() {
        return new Schema(shape, true, semantics, defaultValue);
    }

    Schema as(SemanticType type) {
        return new Schema(shape, optional, Optional.of(type), defaultValue);
    }

    /** As a semantic type's first version. */
    Schema as(String type) {
        return as(SemanticType.of(type, 1));
    }

    Schema defaultValue(String json) {
        return new Schema(shape, optional, semantics, Optional.of(json));
    }
}
