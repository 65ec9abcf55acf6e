/** The notifier beside its peer. */
@NullMarked
package io.github.pgchime.bench.notify;

import org.jspecify.annotations.NullMarked;
