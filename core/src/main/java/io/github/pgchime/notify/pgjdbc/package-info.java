/** A notifier's sessions over pgjdbc, for where its connections must come from: a pool, an IAM plug-in, a tunnel, GSSAPI. */
@NullMarked
package io.github.pgchime.notify.pgjdbc;

import org.jspecify.annotations.NullMarked;
