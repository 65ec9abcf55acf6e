/** The demo: a small shop in a PostgreSQL of its own, and what a nudge feed says of it. */
@NullMarked
package io.github.pgchime.app.demo;

import org.jspecify.annotations.NullMarked;
