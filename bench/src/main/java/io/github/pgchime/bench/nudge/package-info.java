/** The nudge feed beside its peer. */
@NullMarked
package io.github.pgchime.bench.nudge;

import org.jspecify.annotations.NullMarked;
