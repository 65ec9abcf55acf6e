/** Side-by-side runs against a real server, peers in the same run. See bench/README.md. */
@NullMarked
package io.github.pgchime.bench;

import org.jspecify.annotations.NullMarked;
