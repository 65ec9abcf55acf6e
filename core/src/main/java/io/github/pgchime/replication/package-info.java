/**
 * A walsender session: temporary slots, the stream, and the standby status that goes back up.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-replication.html">PostgreSQL: streaming replication
 *     protocol</a>
 */
@NullMarked
package io.github.pgchime.replication;

import org.jspecify.annotations.NullMarked;
