package io.github.pgchime.debezium;

/**
 * Which parts of a record come with their schema, as {@code {"schema":…,"payload":…}}: Kafka Connect's
 * {@code schemas.enable} of its JsonConverter, which has it on by default.
 *
 * @param keys {@code key.converter.schemas.enable}
 * @param values {@code value.converter.schemas.enable}
 * @param headers {@code header.converter.schemas.enable}
 */
public record Schemas(boolean keys, boolean values, boolean headers) {}
