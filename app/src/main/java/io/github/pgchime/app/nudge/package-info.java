/** The nudge command: a feed as lines of text. */
@NullMarked
package io.github.pgchime.app.nudge;

import org.jspecify.annotations.NullMarked;
