package io.github.pgchime.value;

/**
 * A point on a plane.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype-geometric.html">PostgreSQL: geometric types</a>
 */
public record Point(double x, double y) {

    /** Such as {@code (1,2.5)}. */
    @Override
    public String toString() {
        return "(" + Coordinate.text(x) + "," + Coordinate.text(y) + ")";
    }
}
