/** {@code pgchime nudge}: a nudge feed's settings as options, and what it says as lines of text. */
@NullMarked
package io.github.pgchime.app.nudge;

import org.jspecify.annotations.NullMarked;
