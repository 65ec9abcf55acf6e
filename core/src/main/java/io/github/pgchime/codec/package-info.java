/**
 * PostgreSQL's values from the wire, in its text and in its binary form, as the Java values that
 * {@link io.github.pgchime.value} lists. Codecs do no I/O, are immutable and for any thread.
 *
 * <p>The text form is that of a session with {@code DateStyle = ISO}, {@code IntervalStyle = iso_8601} or
 * {@code postgres}, {@code lc_monetary = C}, any {@code TimeZone}, {@code bytea_output} and
 * {@code extra_float_digits} of 1 or more, in UTF-8.
 */
@NullMarked
package io.github.pgchime.codec;

import org.jspecify.annotations.NullMarked;
