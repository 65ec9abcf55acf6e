/**
 * Where messages wait until their transaction is whole: in memory up to a budget that all share, and beyond it in files that
 * vanish with the process.
 */
@NullMarked
package io.github.pgchime.spool;

import org.jspecify.annotations.NullMarked;
