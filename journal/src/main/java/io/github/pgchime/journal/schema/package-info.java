/** The schema {@code pgchime}: how it comes, how it is brought up to date, and how it goes. */
@NullMarked
package io.github.pgchime.journal.schema;

import org.jspecify.annotations.NullMarked;
