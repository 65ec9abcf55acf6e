/** Debezium's records: how they are to be written, and what they are made of. {@code change.DebeziumJson} writes them. */
@NullMarked
package io.github.pgchime.debezium;

import org.jspecify.annotations.NullMarked;
