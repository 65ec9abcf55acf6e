/** What the feeds ask the server's catalogs. */
@NullMarked
package io.github.pgchime.catalog;

import org.jspecify.annotations.NullMarked;
