/**
 * Debezium's JSON, written from the bytes that the server sends. What a table's rows are written by is put together
 * once, {@link io.github.pgchime.debezium.json.TableWriter}; then nothing is made but bytes in one buffer.
 */
@NullMarked
package io.github.pgchime.debezium.json;

import org.jspecify.annotations.NullMarked;
