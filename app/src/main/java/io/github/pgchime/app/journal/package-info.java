/** The commands around the journal. */
@NullMarked
package io.github.pgchime.app.journal;

import org.jspecify.annotations.NullMarked;
