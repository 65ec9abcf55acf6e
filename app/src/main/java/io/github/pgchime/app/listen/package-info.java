/** {@code pgchime listen}: what is notified on some channels as lines of text. */
@NullMarked
package io.github.pgchime.app.listen;

import org.jspecify.annotations.NullMarked;
