/** The change stream beside its peers. */
@NullMarked
package io.github.pgchime.bench.change;

import org.jspecify.annotations.NullMarked;
