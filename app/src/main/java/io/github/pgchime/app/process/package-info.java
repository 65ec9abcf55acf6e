/** Where the process meets its surroundings: standard output, log, terminal, signals. */
@NullMarked
package io.github.pgchime.app.process;

import org.jspecify.annotations.NullMarked;
