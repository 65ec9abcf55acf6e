/** pgchime and Debezium's own engine read the same changes. */
@NullMarked
package io.github.pgchime.compat.debezium;

import org.jspecify.annotations.NullMarked;
