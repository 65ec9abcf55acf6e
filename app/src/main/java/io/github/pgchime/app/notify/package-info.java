/** {@code pgchime notify}: payloads from the command line or standard input as notifications. */
@NullMarked
package io.github.pgchime.app.notify;

import org.jspecify.annotations.NullMarked;
