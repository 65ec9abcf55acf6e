/** What keeps a feed alive over many connections: the supervisor, its backoff, the watchdog, and time itself. */
@NullMarked
package io.github.pgchime.lifecycle;

import org.jspecify.annotations.NullMarked;
