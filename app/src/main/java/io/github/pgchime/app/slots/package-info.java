/** {@code pgchime slots}: the replication slots of a server, listed and dropped. */
@NullMarked
package io.github.pgchime.app.slots;

import org.jspecify.annotations.NullMarked;
