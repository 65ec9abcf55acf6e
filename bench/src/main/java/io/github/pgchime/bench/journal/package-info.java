/** What the journal costs those who write, and how fast it gives what they wrote. */
@NullMarked
package io.github.pgchime.bench.journal;

import org.jspecify.annotations.NullMarked;
