/**
 * The output plugins: how each is asked for, and how what it writes is read. Decoders do no I/O.
 *
 * @see <a href="https://www.postgresql.org/docs/current/logicaldecoding.html">PostgreSQL: logical decoding</a>
 */
@NullMarked
package io.github.pgchime.decode;

import org.jspecify.annotations.NullMarked;
