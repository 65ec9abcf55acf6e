/** {@code pgchime changes}: a change stream's settings as options, and its changes as lines. */
@NullMarked
package io.github.pgchime.app.changes;

import org.jspecify.annotations.NullMarked;
