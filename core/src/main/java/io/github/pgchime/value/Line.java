package io.github.pgchime.value;

/** The infinite line of all points with {@code ax + by + c = 0}. */
public record Line(double a, double b, double c) {

    /** Such as {@code {1,-1,0}}. */
    @Override
    public String toString() {
        return "{" + Coordinate.text(a) + "," + Coordinate.text(b) + "," + Coordinate.text(c) + "}";
    }
}
