package io.github.pgchime.value;

import java.util.Optional;

/**
 * All values between two bounds.
 *
 * @param <T> the Java type of the bounds
 * @param isEmpty whether no value is in it; it then has no bounds
 * @param lower the lower bound; without one the range has no lower end
 * @param upper the upper bound; without one the range has no upper end
 * @param lowerInclusive whether the lower bound is in the range; false if there is none
 * @param upperInclusive whether the upper bound is in the range; false if there is none
 * @see <a href="https://www.postgresql.org/docs/current/rangetypes.html">PostgreSQL: range types</a>
 */
public record Range<T>(
        boolean isEmpty, Optional<T> lower, Optional<T> upper, boolean lowerInclusive, boolean upperInclusive) {

    public Range {
        if (isEmpty && (lower.isPresent() || upper.isPresent())) {
            throw new IllegalArgumentException("an empty range has no bounds, not " + lower + " and " + upper);
        }
        lowerInclusive &= lower.isPresent();
        upperInclusive &= upper.isPresent();
    }

    /** The range that holds nothing. */
    public static <T> Range<T> empty() {
        return new Range<>(true, Optional.empty(), Optional.empty(), false, false);
    }

    /** The range from one bound to the other, each where there is one. */
    public static <T> Range<T> of(
            Optional<T> lower, boolean lowerInclusive, Optional<T> upper, boolean upperInclusive) {
        return new Range<>(false, lower, upper, lowerInclusive, upperInclusive);
    }

    /** PostgreSQL's form, such as {@code [1,5)}, with each bound as Java prints it, in quotes where it needs them. */
    @Override
    public String toString() {
        return isEmpty
                ? "empty"
                : (lowerInclusive ? "[" : "(") + text(lower) + "," + text(upper) + (upperInclusive ? "]" : ")");
    }

    private static String text(Optional<?> bound) {
        return bound.map(Object::toString).map(Range::quoted).orElse("");
    }

    private static String quoted(String bound) {
        boolean plain = !bound.isEmpty()
                && bound.chars().noneMatch(c -> "\"\\()[],".indexOf(c) >= 0 || Character.isWhitespace(c));
        return plain ? bound : '"' + bound.replace("\\", "\\\\").replace("\"", "\"\"") + '"';
    }
}
