/** The journal's schema and its life: migrations, roles, watched tables. */
@NullMarked
package io.github.pgchime.journal.schema;

import org.jspecify.annotations.NullMarked;
