/**
 * How items reach the application: the mailbox in which they wait, and the ways to take them out of it, each by its own
 * thread or the caller's.
 */
@NullMarked
package io.github.pgchime.delivery;

import org.jspecify.annotations.NullMarked;
