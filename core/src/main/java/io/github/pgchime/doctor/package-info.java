/**
 * Looks at a server before a feed does, and says what stands in the feed's way and the line that mends it. It changes
 * nothing on the server, and leaves nothing there.
 */
@NullMarked
package io.github.pgchime.doctor;

import org.jspecify.annotations.NullMarked;
