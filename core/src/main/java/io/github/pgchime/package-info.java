/** What every feed shares: where to connect, names, positions, and the errors. */
@NullMarked
package io.github.pgchime;

import org.jspecify.annotations.NullMarked;
