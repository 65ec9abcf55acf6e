/** JDBC as the journal uses it: short transactions, SQL from resources, errors by what the caller can do. */
@NullMarked
package io.github.pgchime.journal.jdbc;

import org.jspecify.annotations.NullMarked;
