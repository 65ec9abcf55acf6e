/**
 * PostgreSQL's frontend/backend protocol 3.0: one reader and one writer of frames, one record per message, TLS,
 * authentication, and the connection on top. The messages dial nothing.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol.html">PostgreSQL: frontend/backend protocol</a>
 */
@NullMarked
package io.github.pgchime.wire;

import org.jspecify.annotations.NullMarked;
