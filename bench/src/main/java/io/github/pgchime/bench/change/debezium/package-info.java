/** Debezium's embedded engine, in processes of its own: nothing else here has it on its class path. */
@NullMarked
package io.github.pgchime.bench.change.debezium;

import org.jspecify.annotations.NullMarked;
