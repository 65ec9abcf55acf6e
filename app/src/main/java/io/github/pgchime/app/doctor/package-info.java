/** {@code pgchime doctor}: what a feed would meet on a server. */
@NullMarked
package io.github.pgchime.app.doctor;

import org.jspecify.annotations.NullMarked;
