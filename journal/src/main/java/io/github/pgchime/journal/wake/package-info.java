/** What tells a consumer that there may be entries: a nudge feed, notifications, or a look now and then. */
@NullMarked
package io.github.pgchime.journal.wake;

import org.jspecify.annotations.NullMarked;
