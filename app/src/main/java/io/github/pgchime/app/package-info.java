/** The pgchime command. */
@NullMarked
package io.github.pgchime.app;

import org.jspecify.annotations.NullMarked;
