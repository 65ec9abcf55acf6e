/**
 * What {@code pgoutput} writes, in protocol versions 1 to 4: one decoder for all of them.
 *
 * <p>A transaction's envelope is decoded as it comes; what is inside is handed on as it lies in the buffer, since whether
 * anybody wants to look inside is known only once it is committed.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-logicalrep-message-formats.html">PostgreSQL: logical
 *     replication message formats</a>
 */
@NullMarked
package io.github.pgchime.decode.pgoutput;

import org.jspecify.annotations.NullMarked;
